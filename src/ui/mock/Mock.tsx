// The mock interview: set it up, go through it, read its report.

import { useLayoutEffect, useState } from 'preact/hooks';
import { createMock } from '../../state/mock.ts';
import { Elsewhere } from '../Elsewhere.tsx';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { Screen } from '../Screen.tsx';
import { useTitle } from '../useTitle.ts';
import { Interview } from './Interview.tsx';
import { Paused } from './Paused.tsx';
import { Report } from './Report.tsx';
import { Setup } from './Setup.tsx';
import { MockProvider, useMock } from './useMock.ts';

export function Mock() {
  const models = useModels();
  const { mocks } = models;
  const [mock] = useState(() => createMock(models.environment, models));

  useLayoutEffect(() => {
    void mock.open();
    return () => {
      mock.leave();
      mocks.leave();
    };
  }, [mock, mocks]);

  return (
    <MockProvider value={mock}>
      <Part />
    </MockProvider>
  );
}

function Part() {
  const { content, mocks } = useModels();
  const view = useMock().view.value;
  switch (view.kind) {
    case 'none':
      return <Setup />;
    case 'elsewhere':
      return <InAnotherTab />;
    case 'loading':
      return null;
    case 'question':
    case 'judge':
      return mocks.running.value ? <Interview view={view} /> : <Paused view={view} />;
    case 'report':
      return <Report level={view.level} report={view.report} />;
    case 'unreported':
      return (
        <Screen title="Mock interview">
          {view.missing && <NotLoaded what="Your report" onRetry={() => void content.warm()} />}
        </Screen>
      );
  }
}

function InAnotherTab() {
  const { route } = useModels();
  const mock = useMock();
  useTitle('Mock interview');
  return (
    <Elsewhere
      title="Your mock interview is open in another tab"
      onTakeOver={() => void mock.takeOver()}
      onLeave={() => route.leave({ screen: 'study' })}
    />
  );
}
