// Hands a file to the learner through the browser's downloads.

export function download(name: string, contents: unknown): void {
  const blob = new Blob([JSON.stringify(contents, null, 1)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
