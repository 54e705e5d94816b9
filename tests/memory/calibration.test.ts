// What was predicted and what came of it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calibrationOf } from '../../src/memory/calibration.ts';
import type { Confidence, Prediction, Review } from '../../src/memory/event.ts';
import { reviewsOf } from '../../src/memory/reviews.ts';
import { confidences, EVENING, review, undo } from './logs.ts';

function said(id: string, prediction: Prediction, confidence: Confidence): Review {
  return { ...review(id, EVENING, confidence), prediction };
}

it('knew it are solid and nailed, did not are blank and shaky', () => {
  const reviews = [
    said('1', 'sure', 1),
    said('2', 'sure', 2),
    said('3', 'sure', 3),
    said('4', 'sure', 4),
    said('5', 'sure', 4),
    said('6', 'unsure', 1),
    said('7', 'unsure', 2),
    said('8', 'unsure', 2),
    said('9', 'unsure', 3),
  ];
  expect(calibrationOf(reviews)).toEqual({
    sure: { knew: 3, didNot: 2 },
    unsure: { knew: 1, didNot: 3 },
  });
});

it('a reveal without a prediction counts nowhere, nor does nothing', () => {
  const nothing = { sure: { knew: 0, didNot: 0 }, unsure: { knew: 0, didNot: 0 } };
  expect(calibrationOf([said('1', 'none', 1), said('2', 'none', 4)])).toEqual(nothing);
  expect(calibrationOf([])).toEqual(nothing);
});

it('what was undone counts nowhere', () => {
  const slip = said('1', 'sure', 1);
  const events = [slip, undo('2', slip, EVENING + 1), said('3', 'sure', 4)];
  expect(calibrationOf(reviewsOf(events)).sure).toEqual({ knew: 1, didNot: 0 });
});

it('every prediction is in exactly one of the four', () => {
  const predictions = fc.constantFrom<Prediction>('sure', 'unsure', 'none');
  fc.assert(
    fc.property(fc.array(fc.tuple(predictions, confidences)), (ratings) => {
      const reviews = ratings.map(([prediction, confidence], index) =>
        said(String(index), prediction, confidence),
      );
      const { sure, unsure } = calibrationOf(reviews);
      const of = (prediction: Prediction) =>
        reviews.filter((one) => one.prediction === prediction).length;
      expect(sure.knew + sure.didNot).toBe(of('sure'));
      expect(unsure.knew + unsure.didNot).toBe(of('unsure'));
    }),
  );
});
