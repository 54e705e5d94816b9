// Where the arrow keys lead, from the field through all that was found and back.

/** @returns `undefined` where a key has its usual meaning */
export function neighbour(
  page: HTMLElement | null,
  from: Element | null,
  key: string,
): HTMLElement | undefined {
  const steps = { ArrowDown: 1, ArrowUp: -1 } as const;
  const step = key === 'Enter' && from?.matches('input') ? 1 : steps[key as keyof typeof steps];
  if (!page?.contains(from) || !step) return undefined;
  const stops = [...page.querySelectorAll<HTMLElement>('input, a')];
  const at = stops.indexOf(from as HTMLElement);
  // What is between the field and the results counts as the field.
  return stops[Math.max(0, at) + step];
}
