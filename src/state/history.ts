// What the progress screen tells: all that follows from everything that ever happened.

import { computed, signal } from '@preact/signals';
import type { CardEntry } from '../bank/card.ts';
import { type Calendar, calendarOf } from '../memory/calendar.ts';
import { type Calibration, calibrationOf } from '../memory/calibration.ts';
import { type Effort, effortOf, ofLastWeek } from '../memory/effort.ts';
import type { Review } from '../memory/event.ts';
import { horizon } from '../memory/horizon.ts';
import { reviewsOf } from '../memory/reviews.ts';
import { sureAndWrong } from '../memory/surprises.ts';
import { type ReadinessPoint, timeline } from '../memory/timeline.ts';
import type { Device } from './device.ts';
import type { Models } from './models.ts';
import { type Outlook, outlookOf } from './outlook.ts';
import type { TopicProgress } from './progress.ts';
import type { TopicChange } from './summary.ts';
import { type LastWeek, lastWeek, trendOf } from './trend.ts';

export interface Story {
  /** Oldest first; the last one is now. */
  readonly past: readonly ReadinessPoint[];
  readonly outlook: Outlook;
  readonly calendar: Calendar;
  /** From a week ago to now, the biggest change first; without those that were never begun. */
  readonly topics: readonly TopicChange[];
  readonly calibration: Calibration;
  /** The one that surprised last first. */
  readonly sureAndWrong: readonly CardEntry[];
  readonly effort: Effort;
  /** Of the last seven days. */
  readonly lately: Effort;
}

export type History =
  | { readonly kind: 'reading' }
  | { readonly kind: 'unreadable' }
  /** No rating stands. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'read'; readonly story: Story };

type Log =
  | { readonly kind: 'reading' | 'unreadable' }
  | { readonly kind: 'read'; readonly reviews: readonly Review[] };

type Parts = Pick<Models, 'content' | 'marks' | 'plan' | 'progress' | 'settings'> & {
  readonly device: Pick<Device, 'events'>;
};

export function createHistory({ content, device, marks, plan, progress, settings }: Parts) {
  const log = signal<Log>({ kind: 'reading' });

  /** @param reviews as `reviewsOf` gives them */
  function storyOf(reviews: readonly Review[]): Story {
    const now = progress.lookedAt.value;
    const { interview } = settings.settings.value;
    const topics = plan.topics.value;
    const cards = topics.flatMap((topic) => topic.cards);
    const memories = progress.memories.value;
    const suspended = (card: CardEntry) => marks.all.value.get(card.id)?.suspended ?? false;
    return {
      past: timeline(reviews, cards, now, (at) => horizon(at, interview)),
      outlook: outlookOf(reviews, { now, interview, topics, memories }),
      calendar: calendarOf(reviews, now),
      topics: changesOf(progress.topics.value, lastWeek(reviews, now, interview)),
      calibration: calibrationOf(reviews),
      sureAndWrong: sureAndWrong(reviews)
        .flatMap((card) => content.entry(card) ?? [])
        .filter((card) => !suspended(card)),
      effort: effortOf(reviews),
      lately: effortOf(ofLastWeek(reviews, now)),
    };
  }

  return {
    view: computed((): History => {
      if (log.value.kind !== 'read') return { kind: log.value.kind };
      const { reviews } = log.value;
      return reviews.length === 0 ? { kind: 'empty' } : { kind: 'read', story: storyOf(reviews) };
    }),
    /** Reads what happened, afresh each time. */
    async read(): Promise<void> {
      try {
        const reviews = reviewsOf(await device.events());
        progress.refresh();
        log.value = { kind: 'read', reviews };
      } catch {
        log.value = { kind: 'unreadable' };
      }
    },
  };
}

function changesOf(topics: readonly TopicProgress[], past: LastWeek): readonly TopicChange[] {
  const size = ({ from, to }: TopicChange) => Math.abs(to - from);
  return topics
    .flatMap((progress) => {
      const change = trendOf(progress, past);
      return change ? { ...change, topic: progress.topic } : [];
    })
    .sort((a, b) => size(b) - size(a) || a.to - b.to);
}
