// The browser's own bar in the colour of the page, also when the learner chose a theme against the phone's.

export function paintBrowserBar(): void {
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = paper;
  }
}
