// The sites that the cards rest on, counted over all cards.

import { useEffect, useMemo } from 'preact/hooks';
import { everyCard } from '../../state/everyCard.ts';
import { type Site, sourcesOf } from '../../state/sources.ts';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { plural } from '../words.ts';
import styles from './Settings.module.css';

export function Sources() {
  const { bank, content } = useModels();
  const cards = everyCard(bank, content);

  function load(): void {
    for (const { id } of bank.topics) void content.load(id);
  }
  useEffect(load, [bank, content]);

  return (
    <section class={styles['group']}>
      <h2>Sources</h2>
      {cards === 'missing' && <NotLoaded what="The cards" onRetry={load} />}
      {cards === 'loading' && <p role="status">Counting…</p>}
      {typeof cards === 'object' && <Counted cards={cards} />}
    </section>
  );
}

function Counted({ cards }: { readonly cards: Parameters<typeof sourcesOf>[0] }) {
  // Loading the last topic makes the list anew, and nothing after that does.
  const { pages, sites } = useMemo(() => sourcesOf(cards), [cards.length]);
  return (
    <>
      <p>
        Every card names what it rests on: {plural(pages, 'page')} on {plural(sites.length, 'site')}
        .
      </p>
      <details>
        <summary class={styles['summary']}>All sites</summary>
        <dl class={styles['counts']}>
          {sites.map(({ host, cards: count }: Site) => [
            <dt key={host}>{host}</dt>,
            <dd key={`${host} cards`}>{plural(count, 'card')}</dd>,
          ])}
        </dl>
      </details>
    </>
  );
}
