import { useAddress } from '../../navigation.js';
import { Screen } from '../../parts/screen.js';
import { Tabs } from '../../parts/tabs.js';
import * as text from '../../text.js';
import { PolicyRules } from './policy-rules.js';
import { PolicyTable } from './policy-table.js';
import { Simulator } from './simulator.js';

const TABS = [
  { id: 'table', text: text.policyTable },
  { id: 'rules', text: text.policyRules },
  { id: 'simulator', text: text.policySimulator },
];

/** Who may do what, by which rule, and what would be decided? */
export function Policy() {
  const { query } = useAddress();
  const selected = TABS.find(({ id }) => id === query['tab'])?.id ?? 'table';
  return (
    <Screen title={text.navPolicy} about={text.policyAbout}>
      <Tabs label={text.policyParts} tabs={TABS} selected={selected} />
      {selected === 'table' && <PolicyTable />}
      {selected === 'rules' && <PolicyRules />}
      {selected === 'simulator' && <Simulator />}
    </Screen>
  );
}
