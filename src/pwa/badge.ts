// A number on the app's icon, where the platform has such a thing.

/** @param count 0 takes it away */
export function setBadge(count: number): void {
  const { setAppBadge } = navigator as Partial<Navigator>;
  // Refused without the permission that some platforms want; the app itself says the same.
  setAppBadge?.call(navigator, count).catch(() => undefined);
}
