// Fingers, written the way a phone reports them: a point about every 16 ms, none quite in line.

import type { Point } from '../../src/ui/gesture/swipe.ts';

/** CSS pixels of a common Android phone, and of the card on it. */
export const VIEWPORT = 412;
export const CARD = 380;

/** From the finger down to the finger up. */
export type Trace = readonly [down: Point, ...rest: Point[], up: Point];

function points(...all: readonly [t: number, x: number, y: number][]): Trace {
  const [down, ...rest] = all.map(([t, x, y]): Point => ({ t, x, y }));
  const up = rest.pop();
  if (!down || !up) throw new Error('A trace has at least two points');
  return [down, ...rest, up];
}

/** A thumb reads on: up the screen, drifting as thumbs do. */
export const SLOW_SCROLL = points(
  [0, 301, 640],
  [17, 301, 637],
  [33, 302, 631],
  [50, 304, 622],
  [83, 307, 604],
  [117, 311, 580],
  [167, 318, 541],
  [233, 327, 490],
  [300, 335, 446],
  [383, 341, 412],
  [450, 343, 405],
  [483, 343, 404],
);

/** A scroll that turns sideways once it has begun. */
export const SCROLL_THEN_SIDEWAYS = points(
  [0, 200, 600],
  [16, 201, 590],
  [33, 203, 575],
  [50, 215, 566],
  [66, 248, 562],
  [83, 296, 560],
  [100, 350, 559],
  [116, 372, 559],
);

/** Neither one nor the other: 45 degrees. */
export const DIAGONAL = points(
  [0, 150, 600],
  [16, 154, 596],
  [33, 161, 590],
  [50, 172, 579],
  [66, 190, 562],
  [83, 213, 538],
  [100, 244, 509],
  [116, 281, 470],
  [133, 310, 442],
);

/** The same, turning sideways when it is too late. */
export const DIAGONAL_THEN_SIDEWAYS = points(
  [0, 150, 600],
  [16, 155, 596],
  [33, 163, 589],
  [50, 173, 581],
  [66, 188, 571],
  [83, 225, 569],
  [100, 281, 568],
  [116, 340, 568],
  [133, 352, 568],
);

/** A thumb throws the card to the right; it travels less than a third of the card. */
export const FLING_RIGHT = points(
  [0, 188, 520],
  [16, 191, 520],
  [25, 199, 519],
  [33, 212, 517],
  [42, 229, 515],
  [50, 248, 513],
  [58, 266, 511],
  [66, 281, 510],
  [70, 281, 510],
);

/** A busy phone reports one move of the whole fling. */
export const FLING_IN_ONE_MOVE = points([0, 300, 520], [62, 214, 526], [63, 214, 526]);

/** The phone's own back gesture. */
export const FROM_LEFT_EDGE = points(
  [0, 6, 450],
  [16, 14, 450],
  [33, 41, 449],
  [50, 92, 447],
  [66, 158, 446],
  [83, 221, 446],
  [100, 262, 446],
);

/** A slow, decided drag to the left: past the threshold, then it rests, then it lets go. */
export const SLOW_LEFT = points(
  [0, 330, 500],
  [50, 322, 501],
  [117, 303, 502],
  [200, 277, 504],
  [300, 251, 505],
  [417, 229, 507],
  [550, 215, 508],
  [700, 211, 508],
  [900, 210, 508],
);

/** The same, but the learner stops five pixels before the threshold of 114. */
export const SLOW_JUST_UNDER = points(
  [0, 330, 500],
  [50, 322, 501],
  [117, 303, 502],
  [200, 277, 504],
  [300, 251, 505],
  [417, 230, 507],
  [550, 222, 508],
  [700, 221, 508],
  [900, 221, 508],
);

/** Out to the right, a second thought, and back. */
export const OUT_AND_BACK = points(
  [0, 120, 480],
  [33, 140, 480],
  [67, 178, 479],
  [117, 236, 478],
  [183, 281, 478],
  [300, 285, 478],
  [400, 246, 479],
  [500, 181, 480],
  [617, 138, 481],
  [750, 127, 481],
  [900, 126, 481],
);

/** Far out to the right, then flicked back to the left, still right of where it began. */
export const FLICKED_BACK = points(
  [0, 100, 480],
  [33, 118, 480],
  [83, 170, 479],
  [150, 251, 478],
  [250, 312, 478],
  [400, 320, 478],
  [416, 311, 478],
  [433, 290, 478],
  [450, 262, 479],
  [466, 236, 479],
  [470, 236, 479],
);

/** A tap that rolls a little. */
export const TAP = points([0, 210, 500], [24, 212, 501], [48, 215, 503], [92, 215, 503]);

/** A fast jab that goes nowhere. */
export const JAB = points([0, 210, 500], [8, 221, 500], [16, 236, 501], [24, 247, 501]);
