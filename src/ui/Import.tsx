// A file from another device, or from before: what it would do, and then does.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Reserve } from '../state/device.ts';
import { createTransfer, type Preview, type Step, type Transfer } from '../state/transfer.ts';
import { Button } from './Button.tsx';
import styles from './Import.module.css';
import { useModels } from './models.ts';
import { plural } from './words.ts';

interface Props {
  /** Called once the file is in. */
  readonly onDone?: () => void;
  /** A copy that is here already. */
  readonly offer?: Reserve | null;
}

export function Import({ onDone, offer }: Props) {
  const models = useModels();
  const transfer = useMemo(() => createTransfer(models), [models]);
  const words = useRef<HTMLDivElement>(null);
  const step = transfer.step.value;

  useEffect(() => void transfer.refreshLast(), [transfer]);
  useEffect(() => {
    if (step.kind === 'done') onDone?.();
    // The buttons of the step before are gone; without a new place the focus would be lost.
    if (step.kind !== 'idle' && step.kind !== 'adding') words.current?.focus();
  }, [step.kind, onDone]);

  function choose({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void {
    const [file] = currentTarget.files ?? [];
    if (file) void transfer.open(file);
    // The same file can be chosen once more.
    currentTarget.value = '';
  }

  function bringBack({ text }: Reserve): void {
    void transfer.open({ size: text.length, text: async () => text });
  }

  return (
    <div class={styles['import']}>
      {offer && step.kind === 'idle' && (
        <Button kind="primary" onClick={() => bringBack(offer)}>
          Bring the app’s own copy back
        </Button>
      )}
      <label class={styles['choose']}>
        <input
          type="file"
          accept=".json,application/json"
          disabled={step.kind === 'adding'}
          onChange={choose}
        />
        <span>Import a copy</span>
      </label>
      <div ref={words} role="status" tabIndex={-1} class={styles['words']}>
        <Words step={step} />
      </div>
      <Actions step={step} transfer={transfer} />
    </div>
  );
}

function Actions({ step, transfer }: { readonly step: Step; readonly transfer: Transfer }) {
  if (step.kind === 'preview') {
    return (
      <div class={styles['actions']}>
        {brings(step.preview) && (
          <Button kind="primary" onClick={() => void transfer.add()}>
            Add them
          </Button>
        )}
        <Button kind="plain" onClick={transfer.cancel}>
          {brings(step.preview) ? 'Cancel' : 'All right'}
        </Button>
      </div>
    );
  }
  const last = transfer.last.value;
  if (!last || step.kind === 'adding' || step.kind === 'reading') return null;
  return (
    <div class={styles['actions']}>
      <Button kind="plain" onClick={() => void transfer.takeBack()}>
        Take the last import back
        {last.added > 0 && ` (${plural(last.added, 'event')})`}
      </Button>
    </div>
  );
}

function Words({ step }: { readonly step: Step }) {
  switch (step.kind) {
    case 'idle':
      return null;
    case 'reading':
      return <p>Reading the file…</p>;
    case 'problem':
      return <p class={styles['problem']}>{PROBLEMS[step.problem]}</p>;
    case 'preview':
      return <p>{previewWords(step.preview)}</p>;
    case 'adding':
      return <progress aria-label="Adding" value={step.share} />;
    case 'done':
      return <p>Done: {broughtWords(step.preview)} added.</p>;
    case 'taken-back':
      return <p>Done: everything is as it was before that import.</p>;
    case 'failed':
      return (
        <p class={styles['problem']}>
          That did not work, and nothing was changed. Close other tabs of this app and try again.
        </p>
      );
  }
}

const PROBLEMS: Readonly<Record<Extract<Step, { kind: 'problem' }>['problem'], string>> = {
  'too-large': 'This file is too large to be an export of Pocket Flask. Choose another one.',
  'not-json':
    'This file is no export of Pocket Flask, or it is damaged: it is not JSON. Choose the file that “Export my data” made.',
  foreign:
    'This file was not made by Pocket Flask. Choose the file that “Export my data” made; its name begins with pocket-flask.',
  newer:
    'This file was made by a newer version of Pocket Flask. Update this one first: open it once with a network, then try again.',
  'no-events': 'This export is damaged: it has no list of events. Make a new one, if you can.',
  'no-storage': 'This browser keeps nothing here, so nothing can be imported.',
  unreadable: 'The file could not be read. Save it on this device first, then choose it again.',
};

function brings({ reviews, others, newer, settings }: Preview): boolean {
  return reviews + others + newer + settings > 0;
}

/** What comes in, as a list in words. */
function broughtWords({ reviews, others, newer, settings }: Preview): string {
  const parts = [
    reviews > 0 && plural(reviews, 'rating'),
    others > 0 && plural(others, 'other event'),
    newer > 0 && `${plural(newer, 'event')} of a newer version`,
    settings > 0 && plural(settings, 'newer setting'),
  ];
  return parts.filter(Boolean).join(', ');
}

function previewWords(preview: Preview): string {
  const { known, damaged, unknownCards } = preview;
  const parts = [
    brings(preview) ? `Adds ${broughtWords(preview)}` : 'Nothing new',
    known > 0 && `${known} already here`,
    unknownCards > 0 && `${plural(unknownCards, 'unknown card')} kept`,
    damaged > 0 && `${plural(damaged, 'damaged event')} left out`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
