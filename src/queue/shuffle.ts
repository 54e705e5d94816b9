// Dice that fall the same way for the same seed.

/**
 * A number that orders ids as if shuffled: equal for equal arguments, unrelated otherwise.
 * FNV-1a over the UTF-16 units, then the MurmurHash3 finalizer, because FNV alone leaves ids that
 * differ only in their last letter near each other.
 *
 * @returns an unsigned 32-bit integer
 */
export function shuffleKey(seed: string, id: string): number {
  let hash = 0x811c9dc5;
  for (const text of [seed, '\n', id]) {
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
