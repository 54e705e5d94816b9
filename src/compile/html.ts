// Text made safe to stand in HTML.

/** Escapes for the place between tags; in an attribute a quote would end the value. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
