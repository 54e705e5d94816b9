// A finger that swipes rates once, one that scrolls never does; a second finger, a cancelled touch
// and a touch that starts on a link or a selection are the hook's and are tried in the browser.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Direction,
  drag,
  IDLE,
  offset,
  type Point,
  release,
  type Swipe,
  stamp,
  THRESHOLD,
  touch,
} from '../../src/ui/gesture/swipe.ts';
import {
  CARD,
  DIAGONAL,
  DIAGONAL_THEN_SIDEWAYS,
  FLICKED_BACK,
  FLING_IN_ONE_MOVE,
  FLING_RIGHT,
  FROM_LEFT_EDGE,
  JAB,
  OUT_AND_BACK,
  SCROLL_THEN_SIDEWAYS,
  SLOW_JUST_UNDER,
  SLOW_LEFT,
  SLOW_SCROLL,
  TAP,
  type Trace,
  VIEWPORT,
} from './traces.ts';

interface Played {
  /** After every point but the last. */
  readonly swipes: readonly Swipe[];
  readonly direction: Direction | null;
}

function play([down, ...rest]: Trace): Played {
  const moves = rest.slice(0, -1);
  const up = rest.at(-1) ?? down;
  const swipes = [touch(down, VIEWPORT)];
  for (const point of moves) swipes.push(drag(swipes.at(-1) ?? IDLE, point));
  return { swipes, direction: release(swipes.at(-1) ?? IDLE, up, CARD) };
}

const drags = ({ swipes }: Played) => swipes.some((swipe) => swipe.kind === 'dragging');
const stamps = ({ swipes }: Played) => swipes.map((swipe) => stamp(swipe, CARD));

describe('no rating and no drag comes of', () => {
  it.each([
    ['a slow scroll', SLOW_SCROLL],
    ['a scroll that turns sideways', SCROLL_THEN_SIDEWAYS],
    ['a diagonal', DIAGONAL],
    ['a diagonal that turns sideways', DIAGONAL_THEN_SIDEWAYS],
    ['the back gesture from the left edge', FROM_LEFT_EDGE],
    ['the back gesture from the right edge', mirror(FROM_LEFT_EDGE)],
    ['a tap', TAP],
  ])('%s', (_, trace) => {
    const played = play(trace);
    expect(played.direction).toBeNull();
    expect(drags(played)).toBe(false);
  });
});

describe('a drag without a rating comes of', () => {
  it.each([
    ['a slow drag just under the threshold', SLOW_JUST_UNDER],
    ['a drag out and back', OUT_AND_BACK],
    ['a drag out and a flick back', FLICKED_BACK],
    ['a fast jab that goes nowhere', JAB],
  ])('%s', (_, trace) => {
    const played = play(trace);
    expect(played.direction).toBeNull();
    expect(drags(played)).toBe(true);
  });
});

describe('a rating comes of', () => {
  it.each([
    ['a fling', FLING_RIGHT, 'right'],
    ['a fling the other way', mirror(FLING_RIGHT), 'left'],
    ['a fling that a busy phone reports as one move', FLING_IN_ONE_MOVE, 'left'],
    ['a slow drag past the threshold', SLOW_LEFT, 'left'],
  ] as const)('%s', (_, trace, direction) => {
    expect(play(trace).direction).toBe(direction);
  });
});

describe('the stamp', () => {
  it('comes at the threshold and stays while a finger rests there', () => {
    expect(stamps(play(SLOW_LEFT))).toEqual([...Array(6).fill(null), 'left', 'left']);
  });

  it('goes again on the way back', () => {
    const shown = stamps(play(OUT_AND_BACK));
    expect(shown).toContain('right');
    expect(shown.at(-1)).toBeNull();
  });

  it('does not come for a fling, which is over before one could read it', () => {
    expect(new Set(stamps(play(FLING_RIGHT)))).toEqual(new Set([null]));
  });
});

it('takes two flings in a row for two swipes; that they rate one card is up to the burst', () => {
  const { direction } = play(FLING_RIGHT);
  const later = FLING_RIGHT.map((point) => ({ ...point, t: point.t + 150 })) as unknown as Trace;
  expect([direction, play(later).direction]).toEqual(['right', 'right']);
});

it('forgets a fling whose finger then rests before it lifts', () => {
  const up = FLING_RIGHT.at(-1) ?? FLING_RIGHT[0];
  expect(play([...FLING_RIGHT, { ...up, t: up.t + 200 }] as unknown as Trace).direction).toBeNull();
});

it('leaves the last 28 pixels on either side to the phone', () => {
  const kinds = [27, 28, VIEWPORT - 28, VIEWPORT - 27].map(
    (x) => touch({ x, y: 300, t: 0 }, VIEWPORT).kind,
  );
  expect(kinds).toEqual(['idle', 'undecided', 'undecided', 'idle']);
});

it('leaves a touch of which nothing may come alone, whatever follows', () => {
  const far: Point = { x: 390, y: 500, t: 50 };
  expect(drag(IDLE, far)).toBe(IDLE);
  expect(release(IDLE, far, CARD)).toBeNull();
  expect(stamp(IDLE, CARD)).toBeNull();
});

describe('any finger', () => {
  /** Whole pixels, so that mirrored positions are exact. */
  const steps = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: -60, max: 60 }),
      fc.oneof(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -60, max: 60 })),
    ),
    { minLength: 1, maxLength: 15 },
  );
  const traces: fc.Arbitrary<Trace> = fc
    .tuple(fc.integer({ min: 0, max: VIEWPORT }), steps)
    .map(([x, moves]) => {
      const points: Point[] = [{ t: 0, x, y: 500 }];
      for (const [ms, dx, dy] of moves) {
        const last = points.at(-1) ?? { t: 0, x, y: 500 };
        points.push({ t: last.t + ms, x: last.x + dx, y: last.y + dy });
      }
      return points as unknown as Trace;
    });

  function anyFinger(check: (trace: Trace, played: Played) => void): void {
    fc.assert(
      fc.property(traces, (trace) => check(trace, play(trace))),
      { numRuns: 2000 },
    );
  }

  it('is followed by the card exactly, once it drags', () => {
    anyFinger((trace, { swipes }) => {
      for (const [index, swipe] of swipes.entries()) {
        const travelled = (trace[index]?.x ?? 0) - trace[0].x;
        expect(offset(swipe)).toBe(swipe.kind === 'dragging' ? travelled : 0);
      }
    });
  });

  it('does not change its mind: a drag stays a drag, a scroll stays a scroll', () => {
    anyFinger((_, { swipes }) => {
      const kinds = swipes.map((swipe) => swipe.kind);
      const decided = kinds.findIndex((kind) => kind !== 'undecided');
      if (decided >= 0) expect(new Set(kinds.slice(decided)).size).toBe(1);
    });
  });

  it('that goes up or down first never drags and never rates', () => {
    anyFinger((trace, played) => {
      const [{ x, y }] = trace;
      const decision = trace.find((to) => Math.max(Math.abs(to.x - x), Math.abs(to.y - y)) >= 12);
      if (!decision || Math.abs(decision.y - y) < Math.abs(decision.x - x)) return;
      expect(drags(played)).toBe(false);
      expect(played.direction).toBeNull();
    });
  });

  it('rates to the side on which it lifts, or not at all', () => {
    anyFinger((trace, { direction }) => {
      const travelled = (trace.at(-1)?.x ?? 0) - trace[0].x;
      if (direction === 'left') expect(travelled).toBeLessThan(0);
      if (direction === 'right') expect(travelled).toBeGreaterThan(0);
    });
  });

  it('rates only from 40 pixels on, and only a fling rates under the threshold', () => {
    anyFinger((trace, { direction }) => {
      if (!direction) return;
      const up = trace.at(-1) ?? trace[0];
      const travelled = Math.abs(up.x - trace[0].x);
      expect(travelled).toBeGreaterThanOrEqual(40);
      if (travelled >= THRESHOLD * CARD) return;
      const fresh = trace.filter((point) => up.t - point.t <= 80);
      expect(fresh.some((point) => Math.abs(up.x - point.x) >= (up.t - point.t) / 2)).toBe(true);
    });
  });

  it('does to the left what its mirror image does to the right', () => {
    const other = { left: 'right', right: 'left' } as const;
    anyFinger((trace, played) => {
      const mirrored = play(mirror(trace));
      const { direction } = mirrored;
      expect(direction && other[direction]).toBe(played.direction);
      expect(mirrored.swipes.map((swipe) => 0 - offset(swipe))).toEqual(played.swipes.map(offset));
      expect(stamps(mirrored).map((side) => side && other[side])).toEqual(stamps(played));
    });
  });
});

function mirror(trace: Trace): Trace {
  return trace.map((point) => ({ ...point, x: VIEWPORT - point.x })) as unknown as Trace;
}
