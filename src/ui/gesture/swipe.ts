// The geometry of a rating swipe, apart from any browser: positions in, direction out.

export type Direction = 'left' | 'right';

export interface Point {
  /** CSS pixels in the viewport. */
  readonly x: number;
  readonly y: number;
  /** Milliseconds on any steady clock. */
  readonly t: number;
}

export type Swipe =
  /** Nothing may come of this touch any more. */
  | { readonly kind: 'idle' }
  /** A finger is down and has not said yet whether it swipes or scrolls. */
  | { readonly kind: 'undecided'; readonly from: Point }
  | { readonly kind: 'dragging'; readonly from: Point; readonly trail: readonly Point[] };

export const IDLE: Swipe = { kind: 'idle' };

/** The phone's own back gesture lives here. */
const EDGE_PX = 28;
/** Travel that decides between swiping and scrolling. */
const DECIDE_PX = 12;
/** Past this an undecided, diagonal finger is taken to scroll. */
const GIVE_UP_PX = 24;
/** How much more sideways than up or down a swipe must be. */
const SLANT = 1.5;
/** A slow drag counts from this part of the card's width. */
export const THRESHOLD = 0.3;
/** A flick counts earlier, if it is this fast at the end. */
const FLICK_PX_PER_MS = 0.5;
const FLICK_PX = 40;
/** The end of the trail over which the speed is taken. */
const FLICK_WINDOW_MS = 80;

/** @param viewportWidth in CSS pixels */
export function touch(from: Point, viewportWidth: number): Swipe {
  const atEdge = from.x < EDGE_PX || from.x > viewportWidth - EDGE_PX;
  return atEdge ? IDLE : { kind: 'undecided', from };
}

export function drag(swipe: Swipe, to: Point): Swipe {
  if (swipe.kind === 'idle') return swipe;
  if (swipe.kind === 'dragging') {
    const recent = swipe.trail.filter((point) => to.t - point.t <= FLICK_WINDOW_MS);
    return { ...swipe, trail: [...recent, to] };
  }
  const sideways = Math.abs(to.x - swipe.from.x);
  const upright = Math.abs(to.y - swipe.from.y);
  if (sideways >= DECIDE_PX && sideways > SLANT * upright) {
    // From the start: a busy phone may report a whole flick as one move.
    return { kind: 'dragging', from: swipe.from, trail: [swipe.from, to] };
  }
  const scrolls = upright >= DECIDE_PX && upright >= sideways;
  return scrolls || Math.max(sideways, upright) >= GIVE_UP_PX ? IDLE : swipe;
}

/** How far the card has followed the finger, in CSS pixels; negative to the left. */
export function offset(swipe: Swipe): number {
  if (swipe.kind !== 'dragging') return 0;
  return (swipe.trail.at(-1) ?? swipe.from).x - swipe.from.x;
}

/** The rating a slow release would give right now: what the stamp shows. */
export function stamp(swipe: Swipe, cardWidth: number): Direction | null {
  const x = offset(swipe);
  return Math.abs(x) >= THRESHOLD * cardWidth ? side(x) : null;
}

/** What lifting the finger here decides. */
export function release(swipe: Swipe, at: Point, cardWidth: number): Direction | null {
  const end = drag(swipe, at);
  if (end.kind !== 'dragging') return null;
  const x = offset(end);
  const speed = speedOf(end.trail);
  const flicked = Math.abs(speed) >= FLICK_PX_PER_MS;
  if (flicked && Math.abs(x) >= FLICK_PX) return side(speed) === side(x) ? side(x) : null;
  return stamp(end, cardWidth);
}

function side(x: number): Direction {
  return x < 0 ? 'left' : 'right';
}

function speedOf(trail: readonly Point[]): number {
  const [first, last] = [trail[0], trail.at(-1)];
  if (!first || !last || last.t <= first.t) return 0;
  return (last.x - first.x) / (last.t - first.t);
}
