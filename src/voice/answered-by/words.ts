// What machines say when they answer a telephone, in the languages of most calls. All are tried whatever the agent speaks: the one called
// may have another language than the agent, and the wordings do not collide.

const EN_DIGIT = '(?:zero|one|two|three|four|five|six|seven|eight|nine|star|pound|hash|\\d)';

/** Somebody is to leave a message. */
const VOICEMAIL: readonly RegExp[] = [
  /\b(?:leave|record) (?:(?:me|us) )?(?:(?:a|your|the|my|an?) )?(?:\w+ )?(?:message|name and (?:phone )?number|voice ?mail)\b/,
  /\b(?:after|at|following|hear) the (?:tone|beep|signal)\b/,
  /\bvoice ?mail(?:box)?\b|\bmailbox\b|\banswering machine\b/,
  /\b(?:can ?not|can'?t|could(?: not|n'?t)|unable to) (?:come to|get to|answer|take|pick up) (?:the|your|my) (?:phone|call)\b/,
  /\b(?:not|un)(?: currently)? ?available (?:right now|at the moment|to take|to answer)\b/,
  /\b(?:person|number|party|subscriber|customer) (?:that )?(?:you are|you're|you have|you've)? ?(?:trying to reach|calling|called|dialed|dialled)\b/,
  /\bcall (?:has been|is being|was) forwarded\b|\b(?:get|call) (?:right )?(?:back to you|you back) as soon as\b/,
  /\bdeje? (?:(?:su|un|tu|el|nos|me) )+(?:mensaje|recado)\b|\bdespu[eé]s (?:del|de la|de o[ií]r la?) (?:tono|se[nñ]al|pitido)\b/,
  /\bbuz[oó]n (?:de voz|de mensajes)\b|\bcontestador\b|\bno (?:est[aá]|se encuentra|puede)\b.{0,30}\b(?:disponible|atender|contestar)/,
  /\b(?:laissez|laisser|laissez-moi|laissez-nous)\b.{0,20}\bmessages?\b|\bapr[eè]s le (?:bip|signal)|\bmessagerie\b|\br[eé]pondeur\b/,
  /\bhinterlass\w* sie\b|\bnachricht (?:nach|hinterlassen)|\bnach dem (?:signal|piep)?(?:ton|piep|signal)\b|\bmailbox\b|\banrufbeantworter\b/,
  /\b(?:derzeit|zurzeit|zur zeit|momentan|im moment|gerade|leider) nicht (?:erreichbar|zu erreichen|verf[uü]gbar)\b/,
  /\blasci\w* (?:un|il (?:suo|tuo|vostro)) messaggio\b|\bdopo (?:il|la) (?:segnale|bip|tono)\b|\bsegreteria\b/,
  /\bdeixe\b.{0,20}\b(?:mensagem|recado)\b|\bap[oó]s o (?:sinal|bip|tom|bipe)\b|\bcaixa postal\b|\bcorreio de voz\b/,
  /\bbericht (?:in|achter)\b|\bna de (?:piep|toon|pieptoon)\b|\bvoicemail\b|\bspreek\b.{0,30}\bin\b.{0,12}\bna\b/,
  /留守番電話|発信音|ピーという|メッセージをお/,
  /留言|提示音|语音信箱|語音信箱|嘟.{0,3}声/,
  /음성\s?사서함|삐\s?소리|메시지를\s?남겨/,
];

/** Somebody is to press keys. */
const MENU: readonly RegExp[] = [
  new RegExp(`\\b(?:press|dial|enter|push|hit) (?:the )?(?:number )?${EN_DIGIT}\\b`),
  /\bpress any (?:key|button)\b|\bmain menu\b|\bmenu (?:options|has|have)\b|\b(?:following|our) options\b|\blisten carefully\b/,
  /\bdial (?:your|their|the)\b.{0,20}\bextension\b|\bparty'?s extension\b|\bsay or (?:press|enter)\b|\benter your\b.{0,20}\b(?:number|pin|code)\b/,
  /\b(?:oprima|pulse|presione|marque)\b.{0,12}\b(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|\d)/,
  /\b(?:tapez|appuyez sur|faites|composez)\b.{0,12}\b(?:z[eé]ro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|\d)/,
  /\b(?:dr[uü]cken|w[aä]hlen) sie\b.{0,12}\b(?:null|eins|zwei|drei|vier|f[uü]nf|sechs|sieben|acht|neun|\d)/,
  /\b(?:prema|premi|premere|digiti|digitare)\b.{0,14}\b(?:zero|uno|due|tre|quattro|cinque|sei|sette|otto|nove|\d)/,
  /\b(?:digite|tecle|pressione|prima|aperte)\b.{0,12}\b(?:zero|um|dois|tr[eê]s|quatro|cinco|seis|sete|oito|nove|\d)/,
  /\b(?:toets|druk(?: op)?|kies)\b.{0,10}\b(?:nul|een|[eé][eé]n|twee|drie|vier|vijf|zes|zeven|acht|negen|\d)/,
  /番を押し|を押してください|请按|請按|번을\s?눌러/,
];

const BEEP =
  /\b(?:tone|beep|bip|bipe|signal\w*|se[nñ]al|tono|pitido|sinal|tom|piep\w*|toon|ton|pip)\b|発信音|ピー|提示音|삐/;

/** Does the greeting promise a beep? */
export function saysBeep(text: string): boolean {
  return BEEP.test(text.toLowerCase());
}

/** Which machine speaks, by words alone; null: nothing that only machines say. A menu that also takes messages is a menu. */
export function machineOf(text: string): 'voicemail' | 'ivr' | null {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/[.,;:!?"]+/g, ' ')
    .replace(/\s+/g, ' ');
  if (MENU.some((pattern) => pattern.test(plain))) return 'ivr';
  return VOICEMAIL.some((pattern) => pattern.test(plain)) ? 'voicemail' : null;
}
