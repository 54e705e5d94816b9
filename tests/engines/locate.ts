// Finds what a finger would aim at, by role and name; runs inside the page.

import type { Spot } from '../browser/touch.ts';

export type Role = 'button' | 'link' | 'radio' | 'checkbox';

export interface Target {
  readonly role: Role;
  /** The source of a regular expression for the accessible name. */
  readonly name: string;
  /** Looks only inside the first element that this CSS selector finds. */
  readonly within: string;
}

/**
 * Waits until there is exactly one such thing, it is at rest, and nothing lies over it. It sees only
 * its argument, so all it needs is inside.
 *
 * @returns its middle, in the viewport
 */
export async function locate({ role, name, within }: Target): Promise<Spot> {
  const SELECTORS = {
    button: 'button',
    link: 'a[href]',
    radio: 'input[type=radio]',
    checkbox: 'input[type=checkbox]',
  };
  const LOOK_EVERY_MS = 50;
  // Less than the 30 s after which a driver gives a script up.
  const GIVE_UP_AFTER_MS = 25_000;
  const pattern = new RegExp(name);

  function textOf(node: Node): string {
    if (!(node instanceof Element)) return node.textContent ?? '';
    return node.getAttribute('aria-hidden') === 'true'
      ? ''
      : [...node.childNodes].map(textOf).join('');
  }

  function nameOf(element: Element): string {
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [element];
    const text = element.getAttribute('aria-label') ?? labels.map(textOf).join(' ');
    return text.replace(/\s+/g, ' ').trim();
  }

  /** What stands beside its words is chosen by them. */
  function aimOf(element: Element): Element {
    return (element instanceof HTMLInputElement && element.labels?.[0]) || element;
  }

  function look(): { readonly at: Spot } | { readonly problem: string } {
    const found = [
      ...(document.querySelector(within)?.querySelectorAll(SELECTORS[role]) ?? []),
    ].filter(
      (element) => !element.closest('[inert], [aria-hidden=true]') && pattern.test(nameOf(element)),
    );
    const [first] = found;
    if (!first || found.length > 1) return { problem: `${found.length} of them` };
    const aim = aimOf(first);
    // Clear of the tabs, which lie over the end of a page.
    aim.scrollIntoView({ block: 'center' });
    const [box] = aim.getClientRects();
    if (!box || box.width === 0) return { problem: 'it has no size' };
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const top = document.elementFromPoint(at.x, at.y);
    return aim.contains(top) ? { at } : { problem: `${top?.outerHTML.slice(0, 200)} is over it` };
  }

  const end = performance.now() + GIVE_UP_AFTER_MS;
  let before = look();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const now = look();
    if ('at' in now && 'at' in before && now.at.x === before.at.x && now.at.y === before.at.y) {
      return now.at;
    }
    if (performance.now() > end) {
      const why = 'problem' in now ? now.problem : 'it moves';
      throw new Error(`No ${role} /${name}/ to tap: ${why}, in:\n${document.body.innerText}`);
    }
    before = now;
  }
}
