// Marks the page when it runs as an installed app, which iOS does not always tell by media query.

export function markStandalone(root: HTMLElement): void {
  const onIos = (navigator as { standalone?: boolean }).standalone === true;
  const installed = matchMedia('(display-mode: standalone)').matches;
  root.classList.toggle('standalone', onIos || installed);
}
