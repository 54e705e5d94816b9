// Finds a card while one types.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { searchOf } from '../../state/search.ts';
import { Attention } from '../attention.ts';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { Screen } from '../Screen.tsx';
import { useKeys } from '../useKeys.ts';
import { neighbour } from './neighbour.ts';
import { Results } from './Results.tsx';
import styles from './Search.module.css';
import { useQuery } from './useQuery.ts';
import { EXAMPLES, foundWords, nothingFound } from './words.ts';

export function Search() {
  const { bank, content } = useModels();
  const search = useMemo(() => searchOf({ bank, content }), [bank, content]).value;
  const [text, type] = useQuery();
  const page = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const status = useRef<HTMLParagraphElement>(null);

  function load(): void {
    for (const { id } of bank.topics) void content.load(id);
  }
  useEffect(load, [bank, content]);

  // Whoever comes back to what they found wants to read it, with no keyboard over it.
  const [toField] = useState(text === '');
  useEffect(() => {
    if (toField) input.current?.focus({ preventScroll: true });
  }, [toField]);

  function clear(): void {
    type('');
    input.current?.focus();
  }

  useKeys((key, target) => {
    if (key === 'Escape' && text !== '') {
      clear();
      return true;
    }
    // Elsewhere it opens this screen.
    if (key === '/' && target !== input.current) {
      input.current?.focus();
      input.current?.select();
      return true;
    }
    const next = neighbour(page.current, target, key);
    next?.focus();
    return next !== undefined;
  });

  const query = text.trim();
  const found = useMemo(
    () => (search.kind === 'ready' && query !== '' ? search.find(query) : null),
    [search, query],
  );
  const isFound = found !== null && found.total + found.topics.length > 0;
  const screen = (
    <Screen title="Search">
      <div ref={page} class={styles['page']}>
        <search class={styles['bar']}>
          <label for="query" class="hidden-text">
            Search questions, points, code and topics
          </label>
          <input
            ref={input}
            id="query"
            class={styles['input']}
            type="search"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            enterkeyhint="search"
            placeholder="Questions, points, code, topics"
            value={text}
            onInput={({ currentTarget }) => type(currentTarget.value)}
          />
          {text !== '' && (
            <button type="button" class={styles['clear']} aria-label="Clear" onClick={clear}>
              ×
            </button>
          )}
        </search>
        <p ref={status} class={styles['status']} role="status" tabIndex={-1}>
          {search.kind === 'loading' && 'Getting the cards ready…'}
          {isFound && foundWords(found)}
          {found && !isFound && nothingFound(query)}
        </p>
        {search.kind === 'missing' && <NotLoaded what="The cards" onRetry={load} />}
        {isFound && <Results found={found} />}
        {query === '' && (
          <Examples
            onChoose={(example) => {
              type(example);
              // The button goes.
              status.current?.focus();
            }}
          />
        )}
      </div>
    </Screen>
  );
  // Of two that want the focus, the one that comes later would get it.
  return <Attention.Provider value={!toField}>{screen}</Attention.Provider>;
}

function Examples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  return (
    <section class={styles['examples']}>
      <h2 class={styles['head']}>For example</h2>
      {EXAMPLES.map((example) => (
        <button
          key={example}
          type="button"
          class={styles['example']}
          onClick={() => onChoose(example)}
        >
          {example}
        </button>
      ))}
      <p class={styles['note']}>
        A name from the code does, or half of one. Typing errors are forgiven.
      </p>
    </section>
  );
}
