// Whether the page runs as an installed app, which iOS does not always tell by media query.

export function isStandalone(): boolean {
  const onIos = (navigator as { standalone?: boolean }).standalone === true;
  return onIos || matchMedia('(display-mode: standalone)').matches;
}

/** For styles that need to know. */
export function markStandalone(root: HTMLElement): void {
  root.classList.toggle('standalone', isStandalone());
}
