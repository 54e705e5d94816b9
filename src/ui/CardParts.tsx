// All of an answer after its points: code, why they ask, wrong claims, extras, follow-ups, sources.

import { useRef } from 'preact/hooks';
import type { Card, ExtraPart } from '../bank/card.ts';
import { hashOf } from '../state/route.ts';
import styles from './CardParts.module.css';
import { Checked } from './Checked.tsx';
import { Code } from './Code.tsx';
import { Markup } from './Markup.tsx';
import { useOverflow } from './useOverflow.ts';

interface Props {
  readonly card: Card;
  /** In a burst follow-ups are only named, so that no slip of the finger leaves it. */
  readonly links: boolean;
}

export function CardParts({ card, links }: Props) {
  return (
    <>
      {card.code.map((block) => (
        <Code key={block.html} block={block} />
      ))}
      {card.extras.map((extra) => (
        <Extra key={extra.title} part={extra} />
      ))}
      <section class={styles['part']}>
        <h2>Why they ask</h2>
        <Markup as="div" html={card.why} />
      </section>
      {card.wrong.map(({ claim, truth }) => (
        <section key={claim} class={styles['wrong']}>
          <h2>Often said, but wrong</h2>
          <p class={styles['claim']}>
            <Markup html={claim} />
          </p>
          <p>
            <Markup html={truth} />
          </p>
        </section>
      ))}
      {card.followUps.length > 0 && (
        <section class={styles['part']}>
          <h2>They may ask next</h2>
          <ul class={styles['list']}>
            {card.followUps.map(({ id, question }) => (
              <li key={id}>
                {links ? (
                  <a href={hashOf({ screen: 'card', card: id })}>
                    <Markup html={question} />
                  </a>
                ) : (
                  <Markup html={question} />
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class={styles['part']}>
        <h2>Sources</h2>
        <ul class={styles['list']}>
          {card.sources.map(({ url, supports }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noopener noreferrer">
                {supports}
              </a>
              <span class={styles['host']}>{new URL(url).hostname}</span>
            </li>
          ))}
        </ul>
        <p class={styles['checked']}>
          <Checked />
        </p>
      </section>
    </>
  );
}

/** A table, a diagram, or a note on a coming version. */
function Extra({ part }: { readonly part: ExtraPart }) {
  const section = useRef<HTMLElement>(null);
  useOverflow(section, part);
  return (
    <section ref={section} class={styles['part']}>
      <h2>{part.title}</h2>
      <Markup as="div" class={styles['extra']} html={part.html} />
    </section>
  );
}
