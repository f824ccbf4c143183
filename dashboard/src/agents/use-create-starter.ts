// One click: a prompt, an agent with a voice that speaks here, and its page.

import { useNavigate } from 'react-router';
import { firstVoice, useCreateAgent, useHealth, useVoices } from '../api/index.ts';
import { starterAgent, starterGuide } from './starter-agent.ts';

export function useCreateStarter(count: number) {
  const create = useCreateAgent();
  const voices = useVoices();
  const health = useHealth();
  const navigate = useNavigate();
  const run = () => {
    const hasMind = health.data?.providers?.some(
      ({ role, provider }) => role === 'thinking' && provider !== 'scripted',
    );
    const [make, title] = hasMind === false ? [starterGuide, 'Guide'] : [starterAgent, 'Receptionist'];
    const name = count === 0 ? title : `${title} ${count + 1}`;
    create.mutate(make(firstVoice(voices.data ?? [], health.data), name), {
      onSuccess: ({ agent_id }) => void navigate(`/agents/${agent_id}`),
    });
  };
  return { run, busy: create.isPending || voices.isPending, error: create.error ?? voices.error };
}
