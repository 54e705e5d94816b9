// How the mock interview went: points and time, topic by topic, and what to study next.

import type { Level } from '../../bank/card.ts';
import type { Report as ReportOfMock } from '../../state/mockReport.ts';
import { share } from '../../state/mockReport.ts';
import { MS_PER_QUESTION } from '../../state/mockSteps.ts';
import { Button } from '../Button.tsx';
import { duration } from '../duration.ts';
import { Meter } from '../Meter.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { useKeys } from '../useKeys.ts';
import { plural } from '../words.ts';
import styles from './Report.module.css';
import { ByQuestion, ByTopic, StudyNext } from './ReportParts.tsx';
import { UndoButton } from './UndoButton.tsx';
import { useMock } from './useMock.ts';

interface Props {
  readonly level: Level;
  readonly report: ReportOfMock;
}

export function Report({ level, report }: Props) {
  const { route } = useModels();
  const mock = useMock();
  const { points, answers, judged, spentMs, studyNext, topics } = report;
  const over = answers.filter((each) => each.spentMs > MS_PER_QUESTION).length;
  const open = answers.length - judged.length;

  useKeys((key) => {
    if (key !== 'z' && key !== 'Z') return false;
    mock.undo();
    return true;
  });

  function done(): void {
    mock.close();
    route.leave({ screen: 'study' });
  }

  return (
    <Screen title="How it went" aside={<UndoButton class={styles['undo']} />}>
      <div class={styles['overall']}>
        {judged.length > 0 && (
          <>
            <p class={styles['points']}>
              You hit <strong>{points.hit}</strong> of <strong>{points.of}</strong> points
            </p>
            <Meter value={share(points)} />
          </>
        )}
        <p class={styles['facts']}>
          {plural(answers.length, 'question')}, {level}, in {duration(spentMs)}
          {over > 0 && ` · ${over} over two minutes`}
          {open > 0 && ` · ${open} not judged`}
        </p>
      </div>
      {judged.length > 0 && <ByTopic topics={topics} />}
      <StudyNext judged={studyNext} />
      <ByQuestion answers={answers} />
      <Button kind={studyNext.length > 0 ? 'plain' : 'primary'} onClick={done}>
        Done
      </Button>
    </Screen>
  );
}
