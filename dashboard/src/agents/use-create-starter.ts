// One click: a prompt, an agent with a voice that speaks here, and its page.

import { useNavigate } from 'react-router';
import { firstVoice, useCreateAgent, useHealth, useVoices } from '../api/index.ts';
import { useOnce } from '../parts/use-once.ts';
import { starterAgent, starterGuide } from './starter-agent.ts';

export function useCreateStarter(count: number) {
  const create = useCreateAgent();
  const making = useOnce(create);
  const voices = useVoices();
  const health = useHealth();
  const navigate = useNavigate();
  const run = () => {
    const hasMind = health.data?.providers?.some(
      ({ role, provider }) => role === 'thinking' && provider !== 'scripted',
    );
    const [make, title] = hasMind === false ? [starterGuide, 'Guide'] : [starterAgent, 'Receptionist'];
    const name = count === 0 ? title : `${title} ${count + 1}`;
    const starter = make(firstVoice(voices.data ?? [], health.data), name);
    making.send(starter, ({ agent_id }) => void navigate(`/agents/${agent_id}`));
  };
  return { run, busy: making.isBegun || voices.isPending, error: create.error ?? voices.error };
}
