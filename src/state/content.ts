// Cards as the screens see them: on their way, here, or not to be had right now.

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CardEntry, CardId, GuideSection, TopicContent, TopicId } from '../bank/card.ts';
import type { Environment } from './environment.ts';

export type Cards =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | ({ readonly kind: 'loaded' } & TopicContent);

export type Content = ReturnType<typeof createContent>;

export type Guide =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'loaded'; readonly sections: readonly GuideSection[] };

type Sources = Pick<Environment, 'bank' | 'loadTopic' | 'loadGuide'>;

export function createContent({ bank, loadTopic, loadGuide }: Sources) {
  const topics = new Map(bank.topics.map((topic) => [topic.id, topic]));
  /** Most starts look nothing up. */
  const entries = computed(
    () => new Map(bank.topics.flatMap(({ cards }) => cards.map((card) => [card.id, card]))),
  );
  const loads = new Map(bank.topics.map((topic) => [topic.id, signal<Cards | null>(null)]));
  const nothing = signal<Cards>({ kind: 'missing' });

  const underWay = new Map<TopicId, Promise<void>>();

  function load(id: TopicId): Promise<void> {
    const known = underWay.get(id);
    if (known) return known;
    const begun = fetchCards(id).finally(() => underWay.delete(id));
    underWay.set(id, begun);
    return begun;
  }

  async function fetchCards(id: TopicId): Promise<void> {
    const state = loads.get(id);
    if (!state || state.peek()?.kind === 'loaded') return;
    state.value = { kind: 'loading' };
    try {
      state.value = { kind: 'loaded', ...(await loadTopic(id)) };
    } catch {
      state.value = { kind: 'missing' };
    }
  }

  const guide = signal<Guide>({ kind: 'loading' });

  async function fetchGuide(): Promise<void> {
    if (guide.peek().kind === 'loaded') return;
    try {
      guide.value = { kind: 'loaded', sections: await loadGuide() };
    } catch {
      guide.value = { kind: 'missing' };
    }
  }

  return {
    /** The cheat sheet; ask with `fetchGuide`. */
    guide: computed(() => guide.value),
    fetchGuide,
    topic: (id: TopicId) => topics.get(id),
    entry: (id: CardId): CardEntry | undefined => entries.value.get(id),
    /** The cards of a topic; ask with `load`. */
    cards(id: TopicId): ReadonlySignal<Cards | null> {
      return loads.get(id) ?? nothing;
    },
    /** Fetches a topic's cards unless they are here; after a failure it tries again. */
    load,
    /**
     * Brings in every topic, so that a running burst needs nothing from the network any more.
     *
     * @param but whose cards are left as they are
     */
    async warm(but?: TopicId): Promise<void> {
      for (const { id } of bank.topics) if (id !== but) await load(id);
    },
  };
}
