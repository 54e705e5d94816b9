// Our own compiled HTML on the page, by the one policy that the Content-Security-Policy allows.

import type { JSX } from 'preact';
import type { Html } from '../bank/card.ts';

interface Policy {
  createHTML(html: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): Policy;
}

let policy: Policy | null = null;

/** The same string gives the same object: Preact rewrites the DOM when the object changes. */
const trusted = new Map<Html, unknown>();

function trust(html: Html): unknown {
  const known = trusted.get(html);
  if (known !== undefined) return known;
  policy ??= createPolicy();
  const made = policy.createHTML(html);
  trusted.set(html, made);
  return made;
}

function createPolicy(): Policy {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  const createHTML = (html: string) => html;
  return factory?.createPolicy('pocket-flask-html', { createHTML }) ?? { createHTML };
}

interface Props {
  readonly html: Html;
  readonly as?: 'span' | 'div' | 'p';
  readonly class?: string | undefined;
}

export function Markup({ html, as: Tag = 'span', class: className }: Props): JSX.Element {
  return <Tag class={className} dangerouslySetInnerHTML={{ __html: trust(html) as string }} />;
}
