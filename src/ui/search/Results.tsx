// What a search found, as the way to it.

import { hashOf } from '../../state/route.ts';
import type { CardHit, Found } from '../../state/search.ts';
import type { Snippet } from '../../state/snippet.ts';
import { HighlightedText } from './HighlightedText.tsx';
import styles from './Results.module.css';

export function Results({ found }: { readonly found: Found }) {
  return (
    <>
      {found.topics.length > 0 && (
        <section>
          <h2 class={styles['head']}>Topics</h2>
          <ul class={styles['list']}>
            {found.topics.map(({ id, title }) => (
              <li key={id}>
                <a class={styles['topic']} href={hashOf({ screen: 'topic', topic: id })}>
                  <span>
                    <HighlightedText text={title} />
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.cards.length > 0 && (
        <section>
          <h2 class={styles['head']}>Cards</h2>
          <ol class={styles['list']}>
            {found.cards.map((hit) => (
              <Card key={hit.id} hit={hit} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function Card({ hit }: { readonly hit: CardHit }) {
  const { id, topic, level, question, snippet } = hit;
  return (
    <li>
      <a class={styles['card']} href={hashOf({ screen: 'card', card: id })}>
        <span class={styles['question']}>
          <HighlightedText text={question} />
        </span>
        {snippet && <SnippetText snippet={snippet} />}
        <span class={styles['place']}>
          {topic} · {level}
        </span>
      </a>
    </li>
  );
}

function SnippetText({ snippet }: { readonly snippet: Snippet }) {
  const Tag = snippet.kind === 'code' ? 'code' : 'span';
  return (
    <Tag class={styles[snippet.kind]}>
      <HighlightedText text={snippet.text} />
    </Tag>
  );
}
