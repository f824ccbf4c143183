// What the guide can talk about: plain facts on Ringback, found by words that survive a recogniser's spelling.

export interface GuideTopic {
  /** Matched against lower-case text without punctuation. */
  asks: RegExp;
  answer: string;
}

/** A story long enough to be interrupted; the guide remarks on it when it was. */
export const story =
  'Gladly. Stop me whenever you like, just start talking. Once upon a time there was a telephone that nobody answered. ' +
  'It rang in the morning, it rang at noon, and it rang all through the night. The people in the house were busy with other things. ' +
  'One day a little program moved in beside the telephone. It listened, it thought for a moment, and it said hello. ' +
  'From that day on no call was ever missed again, and when somebody interrupted, the program simply stopped and listened. ' +
  'That was the story, and you let me finish it.';

/** Looked through from top to bottom; the first that matches answers. */
export const guideTopics: readonly GuideTopic[] = [
  {
    asks: /\b(interrupt|barge|story|tale|talk over|long answer)/,
    answer: story,
  },
  {
    asks: /\b(api key|keys?|model|models|open ?ai|gpt|claude|gemini|llama|olama|ollama|configure|set ?up|smarter|brain|llm)\b/,
    answer:
      'To give me a real mind, set the key of a vendor, for example OPENAI API KEY, and start Ringback again. Or start a llama C P P or Ollama server on this machine: it is found by itself. The documentation has a page on configuration.',
  },
  {
    asks: /\b(privat|privacy|data|secure|security|record|stored?|cloud|leave)/,
    answer:
      'Right now everything runs on your own machine: hearing, speaking, and this script. Recordings and transcripts stay in the data folder of your server. Only vendors that you configure yourself ever receive anything.',
  },
  {
    asks: /\b(fast|quick|speed|latency|slow|delay|how long does)/,
    answer:
      'A turn on local speech usually takes well under a second, from the end of your words to my first sound. The page shows the parts of each turn: hearing, thinking and speaking.',
  },
  {
    asks: /\b(phone|number|numbers|sip|twilio|dial|telephone|landline)\b/,
    answer:
      'Agents answer and make phone calls, over a SIP trunk of any provider or with Twilio or Telnyx. The page Phone leads you through it.',
  },
  {
    asks: /\b(price|pricing|cost|costs|pay|expensive|free|money|charge)\b/,
    answer:
      'Ringback itself costs nothing. It runs on your own machine, and you pay only the vendors that you choose to connect, if any.',
  },
  {
    asks: /\b(licen[sc]e|open source|opensource|source code|apache|github)\b/,
    answer:
      'Ringback is open source under the Apache license, version two. You may use, change and host it as you like.',
  },
  {
    asks: /\b(retell|sdk|compatible|api|developer|program|code)\b/,
    answer:
      'Ringback speaks the HTTP API of Retell. Programs written with the official SDKs work when you point their base URL at this server.',
  },
  {
    asks: /\b(language|languages|german|french|spanish|voice|voices|accent)\b/,
    answer:
      'The voice you hear is an English one that runs on this machine. With the key of a speech vendor you get many more voices and languages.',
  },
  {
    asks: /\b(real person|human|robot|machine|are you real|who are you|your name)\b/,
    answer:
      'I am not a person and not even a language model. I am a small script, the guide of Ringback, and I show that hearing, answering and speaking work.',
  },
  {
    asks: /\b([bw]?ring ?[bdpt]a\w{1,2}|what(s| is) (this|that|it)|tell me (about|more)|what do you do|what can (you|i)|help)\b/,
    answer:
      'Ringback is a platform for voice agents that you host yourself. Agents built with it talk in the browser, on the phone and in chats, with the language model and the voice that you choose. You can ask me about models, privacy, speed, phone numbers, the price or the license.',
  },
  {
    asks: /\b(can you hear|hear me|are you there|testing|test one)\b/,
    answer: 'I hear you well.',
  },
  { asks: /\b(how are you|how is it going|how do you do)\b/, answer: 'All my parts are running, thank you. And you?' },
  {
    asks: /\b(thanks|thank you|great|cool|wonderful|awesome)\b/,
    answer: 'You are welcome. What else would you like to know?',
  },
  {
    asks: /^(hello|hi|hey|good (morning|afternoon|evening))\b/,
    answer: 'Hello! Tell me your name, or ask me what Ringback is.',
  },
];
