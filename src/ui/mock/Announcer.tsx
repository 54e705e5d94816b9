// Says what just happened to those who do not see it.

import { CONFIDENCE } from '../confidence.ts';
import { useModels } from '../models.ts';
import { useMock } from './useMock.ts';

export function Announcer({ asking }: { readonly asking: boolean }) {
  const mock = useMock();
  const over = asking && mock.leftMs.value <= 0;
  return (
    <>
      <p class="hidden-text" role="status">
        <Happened />
      </p>
      <p class="hidden-text" role="status">
        {over && 'Two minutes are over. Finish your sentence, then go on.'}
      </p>
    </>
  );
}

function Happened() {
  const { mocks } = useModels();
  const event = useMock().lastEvent.value;
  const questions = mocks.mock.value?.questions ?? [];
  if (!event) return null;
  const number = questions.indexOf(event.card) + 1;
  if (event.type === 'undo') return <>Rating of question {number} taken back.</>;
  if (event.type !== 'review') return null;
  return (
    <>
      Question {number} rated {CONFIDENCE[event.confidence].toLowerCase()}.
    </>
  );
}
