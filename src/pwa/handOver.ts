// Hands a file to the learner: by the phone's share sheet where it takes files, else as a download.

export interface NewFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** `cancelled`: the learner closed the share sheet, and has no file. */
export type HandedOver = 'shared' | 'downloaded' | 'cancelled';

/** To be called from a click: share sheets demand one. */
export async function handOver({ name, type, text }: NewFile): Promise<HandedOver> {
  const file = new File([text], name, { type });
  // A desktop's share sheet has nowhere to put a file; its downloads have.
  const onPhone = matchMedia('(pointer: coarse)').matches;
  if (onPhone && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title: name });
      return 'shared';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
    }
  }
  download(file);
  return 'downloaded';
}

function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
