// How a mock interview moves on: what each thing a learner does makes of its record.

import type { CardId } from '../bank/card.ts';
import type { Review } from '../memory/event.ts';
import type { Mock, MockMinutes, MockPlace } from '../store/mock.ts';

export const MS_PER_QUESTION = 120_000;

/** How many questions there is time for. */
export function questionsIn(minutes: MockMinutes): number {
  return Math.floor((minutes * 60_000) / MS_PER_QUESTION);
}

/** The learner has spoken. */
export function answered(mock: Mock): Mock {
  const { place, judging, questions } = mock;
  if (place.kind !== 'question') return mock;
  const { number } = place;
  if (judging === 'after-each') return at(mock, { kind: 'judge', number });
  return number < questions.length
    ? at(mock, { kind: 'question', number: number + 1 })
    : at(mock, { kind: 'judge', number: 1 });
}

/** A point of the answer that is being judged was hit, or was not after all. */
export function toggled(mock: Mock, point: number): Mock {
  if (mock.place.kind !== 'judge') return mock;
  const ticked = tickedOf(mock, mock.place.number);
  const others = ticked.filter((each) => each !== point);
  const next = others.length < ticked.length ? others : [...ticked, point];
  return { ...mock, ticks: withNth(mock.ticks, mock.place.number, next, []) };
}

/** The answer that is being judged was rated. */
export function rated(mock: Mock): Mock {
  const { place, judging, questions } = mock;
  if (place.kind !== 'judge') return mock;
  if (place.number === questions.length) return at(mock, { kind: 'report' });
  const kind = judging === 'after-each' ? 'question' : 'judge';
  return at(mock, { kind, number: place.number + 1 });
}

/** What brought the learner where they are. */
export interface Step {
  /** Where they were before it. */
  readonly from: Exclude<MockPlace, { readonly kind: 'report' }>;
  /** What it rated; `null` if they had answered, or ended the interview. */
  readonly review: Review | null;
}

/**
 * @param reviews of this interview, without the undone ones
 * @returns `null` at the first question
 */
export function lastStep(mock: Mock, reviews: readonly Review[]): Step | null {
  const { place, judging, questions } = mock;
  const reviewOf = (card: CardId | undefined) => reviews.findLast((each) => each.card === card);
  const judged = (number: number): Step => ({
    from: { kind: 'judge', number },
    review: reviewOf(questions[number - 1]) ?? null,
  });
  const answered = (number: number): Step => ({ from: { kind: 'question', number }, review: null });
  if (place.kind === 'report') {
    const ratings = questions.findLastIndex(reviewOf) + 1;
    return judged(Math.min(ratings + 1, questions.length));
  }
  const { kind, number } = place;
  const eachAtOnce = judging === 'after-each';
  if (kind === 'judge' && eachAtOnce) return answered(number);
  if (number === 1) return kind === 'judge' ? answered(questions.length) : null;
  return kind === 'judge' || eachAtOnce ? judged(number - 1) : answered(number - 1);
}

export function takenBack(mock: Mock, { from }: Step): Mock {
  return at(mock, from);
}

/** The question that is up has been on screen for so long. */
export function withTime(mock: Mock, ms: number): Mock {
  if (mock.place.kind !== 'question') return mock;
  return { ...mock, spentMs: withNth(mock.spentMs, mock.place.number, ms, 0) };
}

/**
 * The learner stops before the end: nothing more is asked, and no answer is lost. Those given so far
 * are judged, unless judging them is what the learner stops.
 *
 * @returns `null` if nothing was answered
 */
export function cutShort(mock: Mock): Mock | null {
  const { place, judging, questions } = mock;
  if (place.kind === 'report') return mock;
  const judges = place.kind === 'judge';
  if (judges && judging === 'at-the-end') return at(mock, { kind: 'report' });
  const given = new Set(questions.slice(0, judges ? place.number : place.number - 1));
  return only(mock, (card) => given.has(card));
}

/**
 * Without questions that cannot be asked, such as cards that have left the bank.
 *
 * @returns `null` if none is left
 */
export function only(mock: Mock, keep: (card: CardId) => boolean): Mock | null {
  const { place, judging, questions } = mock;
  const isKept = questions.map((card) => keep(card));
  const kept = <T>(each: readonly T[]): readonly T[] => each.filter((_, index) => isKept[index]);
  const left: Mock = {
    ...mock,
    questions: kept(questions),
    spentMs: kept(mock.spentMs),
    ticks: kept(mock.ticks),
  };
  if (left.questions.length === 0) return null;
  if (place.kind === 'report') return left;
  const number = kept(questions.slice(0, place.number - 1)).length + 1;
  if (number <= left.questions.length) return at(left, { ...place, number });
  const toJudge = place.kind === 'question' && judging === 'at-the-end';
  return at(left, toJudge ? { kind: 'judge', number: 1 } : { kind: 'report' });
}

/** Which points of its nth question were hit. */
export function tickedOf({ ticks }: Mock, number: number): readonly number[] {
  return ticks[number - 1] ?? [];
}

function at(mock: Mock, place: MockPlace): Mock {
  return { ...mock, place };
}

/** The list with its nth value, counted from 1, replaced; what is missing before it is filled up. */
function withNth<T>(list: readonly T[], n: number, value: T, filler: T): readonly T[] {
  const length = Math.max(list.length, n);
  return Array.from({ length }, (_, index) => (index === n - 1 ? value : (list[index] ?? filler)));
}
