// Where one tap changes the buttons under the thumb, the second of a double tap is not meant for them.

/** As long as `.fresh` in base.css. */
const WITHIN_MS = 350;
const WITHIN_PX = 24;

/** @returns a filter for clicks, in time order: whether one is the echo of the one before */
export function createEchoFilter(): (click: MouseEvent) => boolean {
  let last: MouseEvent | null = null;

  return (click) => {
    const before = last;
    last = click;
    // Keyboard and screen reader click without a pointer, and mean it.
    if (!before || click.detail === 0) return false;
    const near = Math.hypot(click.clientX - before.clientX, click.clientY - before.clientY);
    return click.timeStamp - before.timeStamp < WITHIN_MS && near < WITHIN_PX;
  };
}
