// A tick that one feels or hears, where the phone can.

const TICK_MS = 12;
const TONE = { hertz: 660, seconds: 0.07, volume: 0.08 };

export function vibrate(): void {
  (navigator as Partial<Navigator>).vibrate?.(TICK_MS);
}

let audio: AudioContext | null = null;

/** A soft, short tone; to be called from a tap or a key, without which browsers stay silent. */
export function tick(): void {
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  const tone = new OscillatorNode(audio, { frequency: TONE.hertz });
  const volume = new GainNode(audio, { gain: TONE.volume });
  volume.gain.exponentialRampToValueAtTime(0.0001, currentTime + TONE.seconds);
  tone.connect(volume).connect(destination);
  tone.start();
  tone.stop(currentTime + TONE.seconds);
}
