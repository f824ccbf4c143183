import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speakable } from './speakable.ts';

function said(text: string): string {
  return speakable(text)
    .map((piece) => piece.spoken + piece.stop)
    .filter((part) => part !== '')
    .join(' ');
}

const examples: Record<string, [string, string][]> = {
  'numbers are said as words': [
    ['I have 3 cats.', 'I have three cats.'],
    ['1,200 people', 'one thousand two hundred people'],
    ['It is -5 outside.', 'It is minus five outside.'],
    ['Pi is 3.14.', 'Pi is three point one four.'],
    ['1000000', 'one zero zero zero zero zero zero'],
    ['1,000,000', 'one million'],
    ['Room 101', 'Room one hundred one'],
    ['code 007', 'code zero zero seven'],
    ['zip code 90210', 'zip code nine zero two one zero'],
    ['pages 3-5', 'pages three to five'],
    ['version 2.0.1', 'version two point zero point one'],
    ['#7', 'number seven'],
    ['5k users', 'five thousand users'],
  ],
  'ordinals, fractions and percents': [
    ['the 1st, 2nd and 23rd', 'the first, second and twenty third'],
    ['the 20th', 'the twentieth'],
    ['1/2 cup', 'one half cup'],
    ['open 24/7', 'open twenty four seven'],
    ['12.5% off', 'twelve point five percent off'],
    ['100 %!', 'one hundred percent!'],
  ],
  'money is said with its unit': [
    ['$4.50', 'four dollars and fifty cents'],
    ['It costs $1.', 'It costs one dollar.'],
    ['$0.99', 'ninety nine cents'],
    ['$1,250.00', 'one thousand two hundred fifty dollars'],
    ['$5 million', 'five million dollars'],
    ['$1.5M', 'one point five million dollars'],
    ['€20', 'twenty euros'],
    ['£3.01', 'three pounds and one penny'],
  ],
  'times of day': [
    ['at 3:30 pm.', 'at three thirty p m.'],
    ['at 3:30 p.m. today', 'at three thirty p m today'],
    ['9:05', 'nine oh five'],
    ['10:00', "ten o'clock"],
    ['10:00 AM', 'ten a m'],
    ['5pm', 'five p m'],
    ['from 9 am EST', 'from nine a m E S T'],
    ['14:00', 'fourteen hundred'],
  ],
  dates: [
    ['March 3, 2026', 'March third, twenty twenty six'],
    ['Mar 3rd', 'March third'],
    ['3 March 2005', 'the third of March, two thousand five'],
    ['on 2026-11-22', 'on November twenty second, twenty twenty six'],
    ['11/22/2026', 'November twenty second, twenty twenty six'],
    ['in 1999', 'in nineteen ninety nine'],
    ['in 2000', 'in two thousand'],
    ['in 1905', 'in nineteen oh five'],
    ['the 1980s', 'the nineteen eighties'],
    ['You may 5 times', 'You may five times'],
  ],
  'phone numbers are read in groups': [
    ['Call (555) 123-4567.', 'Call five five five, one two three, four five six seven.'],
    ['+1 415-555-0100', 'plus one, four one five, five five five, zero one zero zero'],
    ['+14155550100', 'plus one, four one five, five five five, zero one zero zero'],
    ['555-1234', 'five five five, one two three four'],
  ],
  'addresses of the net': [
    ['john.smith@example.com', 'john dot smith at example dot com'],
    ['info42@my-shop.co.uk,', 'info four two at my dash shop dot co dot uk,'],
    ['Visit https://www.ringback.dev/docs!', 'Visit w w w dot ringback dot dev slash docs!'],
    ['ringback.dev', 'ringback dot dev'],
  ],
  'short forms': [
    ['Dr. Smith lives on Oak Dr.', 'doctor Smith lives on Oak drive.'],
    ['St. Louis and Main St.', 'saint Louis and Main street.'],
    ['Mr. and Mrs. Jones', 'mister and missus Jones'],
    ['fruit, e.g. apples', 'fruit, for example apples'],
    ['cats & dogs', 'cats and dogs'],
    ['in the U.S. today', 'in the U S today'],
    ['in the US', 'in the U S'],
    ['Give us it', 'Give us it'],
    ['OK, fine', 'okay, fine'],
    ['and so on, etc.', 'and so on, et cetera.'],
  ],
  'units follow their number': [
    ['5 km away', 'five kilometers away'],
    ['1 lb', 'one pound'],
    ["It's 72°F.", "It's seventy two degrees Fahrenheit."],
    ['60 mph', 'sixty miles per hour'],
  ],
  codes: [
    ['flight AB1234', 'flight A B one two three four'],
    ['gate B12', 'gate B twelve'],
    ['COVID-19', 'COVID nineteen'],
  ],
  'signs that are not said vanish, breaths stay': [
    ['**Great** — really?', 'Great , really?'],
    ['“Hello,” she said.', 'Hello, she said.'],
    ['Wait... what?!', 'Wait. what?'],
    ['well-known', 'well known'],
    ['Hi 👋 there', 'Hi there'],
    ['[[hello]]', 'hello'],
    ["don't", "don't"],
    ['the constructor', 'the constructor'],
  ],
};

for (const [name, pairs] of Object.entries(examples)) {
  test(name, () => {
    for (const [written, spoken] of pairs) assert.equal(said(written), spoken, written);
  });
}

test('every written word is in exactly one piece', () => {
  const text = 'Call (555) 123-4567 on March 3, 2026 — at 3:30 p.m., **please**, or write to a.b@c.com 👋 !';
  assert.deepEqual(
    speakable(text).flatMap((piece) => piece.written),
    text.split(' '),
  );
});
