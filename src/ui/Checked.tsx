// What the cards were last run against; stamped by the bank tests, not typed.

import { useModels } from './models.ts';
import { shortDate } from './words.ts';

export function Checked() {
  const { date, versions } = useModels().bank.checked;
  const flask = versions['flask'];
  if (!flask) return <>Not checked against any version yet</>;
  return (
    <>
      Checked against Flask {flask} on {shortDate(date)} {date.slice(0, 4)}
    </>
  );
}
