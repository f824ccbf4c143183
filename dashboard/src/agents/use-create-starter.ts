// One click: a prompt, an agent with a voice that speaks here, and its page.

import { useNavigate } from 'react-router';
import { firstVoice, useCreateAgent, useHealth, useVoices } from '../api/index.ts';
import { starterAgent } from './starter-agent.ts';

export function useCreateStarter(count: number) {
  const create = useCreateAgent();
  const voices = useVoices();
  const health = useHealth();
  const navigate = useNavigate();
  const run = () =>
    create.mutate(
      starterAgent(
        firstVoice(voices.data ?? [], health.data),
        count === 0 ? 'Receptionist' : `Receptionist ${count + 1}`,
      ),
      {
        onSuccess: ({ agent_id }) => void navigate(`/agents/${agent_id}`),
      },
    );
  return { run, busy: create.isPending || voices.isPending, error: create.error ?? voices.error };
}
