// A vendor's filter may withhold an answer whole. The user asked something and would hear silence: the model is asked once more, with leave to
// decline; when that is withheld as well, it is a failure like others.

import type { LanguageModel, ModelEvent, ModelRequest } from '../../interfaces/language-model.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';

const declineNote =
  '(Your answer was withheld by a content filter. In one short friendly sentence say that you cannot help with that, in the language of the conversation.)';

export function withoutSilentRefusals(model: LanguageModel): LanguageModel {
  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    if (!(yield* passOn(model.stream(request)))) return;
    const messages: ModelRequest['messages'] = [...request.messages, { role: 'user', content: declineNote }];
    if (request.jsonSchema || (yield* passOn(model.stream({ ...request, messages, tools: [] }))))
      throw new ProviderError(`${model.provider}: the answer was withheld by a content filter`, {
        provider: model.provider,
        category: 'bad_request',
      });
  }
  return { ...model, stream };
}

/** Was it withheld before anything came? Its end is not passed on then. */
async function* passOn(events: AsyncIterable<ModelEvent>): AsyncGenerator<ModelEvent, boolean> {
  let isEmpty = true;
  for await (const event of events) {
    if (isEmpty && event.is === 'finish' && event.reason === 'filter') return true;
    isEmpty = false;
    yield event;
  }
  return false;
}
