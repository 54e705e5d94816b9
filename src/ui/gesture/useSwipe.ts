// Lets a card follow the finger: pointer events in, one custom property out, a rating at the end.

import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import {
  type Direction,
  drag,
  IDLE,
  offset,
  type Point,
  release,
  type Swipe,
  stamp,
  touch,
} from './swipe.ts';

export interface SwipeTarget {
  /** The finger goes this way; the next card for it may be shown underneath. */
  readonly onLean: (direction: Direction) => void;
  readonly onSwipe: (direction: Direction) => void;
  /** The card went back where it was. */
  readonly onReturn: () => void;
}

/**
 * While `enabled`, writes `--drag` (pixels) and `data-stamp` on the element. Fingers and pens only:
 * a mouse selects text, and has the buttons.
 */
export function useSwipe(
  element: RefObject<HTMLElement | null>,
  enabled: boolean,
  target: SwipeTarget,
): void {
  const latest = useRef(target);
  latest.current = target;

  useEffect(() => {
    const card = element.current;
    if (!card || !enabled) return;
    return follow(card, {
      onLean: (direction) => latest.current.onLean(direction),
      onSwipe: (direction) => latest.current.onSwipe(direction),
      onReturn: () => latest.current.onReturn(),
    });
  }, [element, enabled]);
}

function follow(card: HTMLElement, target: SwipeTarget): () => void {
  let swipe: Swipe = IDLE;
  let pointer: number | null = null;
  let lean: Direction | null = null;
  /** Of the card, read once a touch: reading it after a write would cost a layout for each move. */
  let width = 0;

  function draw(): void {
    const x = offset(swipe);
    const shown = stamp(swipe, width) ?? '';
    const isDragging = swipe.kind === 'dragging';
    card.style.setProperty('--drag', `${x}`);
    if (card.dataset['stamp'] !== shown) card.dataset['stamp'] = shown;
    if (card.hasAttribute('data-dragging') !== isDragging) card.toggleAttribute('data-dragging');
    const direction = x < 0 ? 'left' : 'right';
    if (swipe.kind !== 'dragging' || direction === lean) return;
    lean = direction;
    target.onLean(direction);
  }

  function cancel(): void {
    const wasDragging = swipe.kind === 'dragging';
    swipe = IDLE;
    pointer = null;
    lean = null;
    draw();
    if (wasDragging) target.onReturn();
  }

  function onDown(event: PointerEvent): void {
    if (pointer !== null) {
      cancel();
      return;
    }
    if (!event.isPrimary || event.pointerType === 'mouse' || startsElsewhere(event)) return;
    pointer = event.pointerId;
    width = card.offsetWidth;
    swipe = touch(pointOf(event), window.innerWidth);
  }

  function onMove(event: PointerEvent): void {
    if (event.pointerId !== pointer || swipe.kind === 'idle') return;
    swipe = drag(swipe, pointOf(event));
    if (swipe.kind !== 'dragging') return;
    // Capturing before the drag would take the click away from every button on the card.
    if (!card.hasPointerCapture(pointer)) card.setPointerCapture(pointer);
    draw();
  }

  function onUp(event: PointerEvent): void {
    if (event.pointerId !== pointer) return;
    const wasDragging = swipe.kind === 'dragging';
    const direction = release(swipe, pointOf(event), width);
    if (wasDragging) card.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => card.removeEventListener('click', swallow, { capture: true }), 0);
    if (!direction) {
      cancel();
      return;
    }
    swipe = IDLE;
    pointer = null;
    card.removeAttribute('data-dragging');
    card.dataset['stamp'] = direction;
    target.onSwipe(direction);
  }

  const onCancel = (event: PointerEvent) => {
    if (event.pointerId === pointer) cancel();
  };

  /** Unclaimed, a flick makes Chromium swallow every tap of the next half second. */
  const claim = (event: TouchEvent) => {
    if (event.cancelable && swipe.kind === 'dragging') event.preventDefault();
  };

  card.addEventListener('touchmove', claim, { passive: false });
  card.addEventListener('pointerdown', onDown);
  card.addEventListener('pointermove', onMove);
  card.addEventListener('pointerup', onUp);
  card.addEventListener('pointercancel', onCancel);
  return () => {
    card.removeEventListener('touchmove', claim);
    card.removeEventListener('pointerdown', onDown);
    card.removeEventListener('pointermove', onMove);
    card.removeEventListener('pointerup', onUp);
    card.removeEventListener('pointercancel', onCancel);
  };
}

function pointOf(event: PointerEvent): Point {
  return { x: event.clientX, y: event.clientY, t: event.timeStamp };
}

/**
 * Links keep their touch, what overflows scrolls, and on selected text it moves the selection. What
 * overflows is asked of the place and not of the event's target, which is the code when a finger is
 * beside it, too: there code would not scroll, and the card would not move.
 */
function startsElsewhere({ target, clientX, clientY }: PointerEvent): boolean {
  const link = target instanceof Element && target.closest('a');
  const wide = document.elementFromPoint(clientX, clientY)?.closest('[data-overflows]');
  return !!link || !!wide || window.getSelection()?.isCollapsed === false;
}

/** The click that a browser may send after a drag is not one. */
function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
