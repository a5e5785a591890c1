import { useAddress } from '../../navigation.js';
import { Screen } from '../../parts/screen.js';
import { Tabs } from '../../parts/tabs.js';
import { text } from '../../text.js';
import { PolicyRules } from './policy-rules.js';
import { PolicyTable } from './policy-table.js';
import { Simulator } from './simulator.js';

const TABS = [
  { id: 'table', text: text.policy.table },
  { id: 'rules', text: text.policy.rules },
  { id: 'simulator', text: text.policy.simulator },
];

/** Who may do what, by which rule, and what would be decided? */
export function Policy() {
  const { query } = useAddress();
  const selected = TABS.find(({ id }) => id === query['tab'])?.id ?? 'table';
  return (
    <Screen title={text.nav.policy} about={text.policy.about}>
      <Tabs label={text.policy.parts} tabs={TABS} selected={selected} />
      {selected === 'table' && <PolicyTable />}
      {selected === 'rules' && <PolicyRules />}
      {selected === 'simulator' && <Simulator />}
    </Screen>
  );
}
