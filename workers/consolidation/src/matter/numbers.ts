/** Digits as people say them, folded. English also says `double three`. A table to add to. */
const DIGITS: Readonly<Record<string, string>> = {
  ...{
    zero: '0',
    oh: '0',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
  },
  ...{
    ten: '10',
    eleven: '11',
    twelve: '12',
    thirteen: '13',
    fourteen: '14',
    fifteen: '15',
    sixteen: '16',
    seventeen: '17',
  },
  ...{ eighteen: '18', nineteen: '19' },
  ...{
    null: '0',
    eins: '1',
    zwei: '2',
    zwo: '2',
    drei: '3',
    vier: '4',
    funf: '5',
    sechs: '6',
    sieben: '7',
    acht: '8',
    neun: '9',
  },
  ...{ un: '1', deux: '2', trois: '3', quatre: '4', cinq: '5', sept: '7', huit: '8', neuf: '9', dix: '10' },
  ...{
    cero: '0',
    uno: '1',
    dos: '2',
    tres: '3',
    cuatro: '4',
    cinco: '5',
    seis: '6',
    siete: '7',
    ocho: '8',
    nueve: '9',
  },
  ...{ jeden: '1', dwa: '2', trzy: '3', cztery: '4', piec: '5', szesc: '6', siedem: '7', osiem: '8', dziewiec: '9' },
  ...{ een: '1', twee: '2', drie: '3', vijf: '5', zes: '6', zeven: '7', negen: '9' },
  ...{ due: '2', tre: '3', quattro: '4', cinque: '5', sei: '6', sette: '7', otto: '8', nove: '9' },
};
const TENS: Readonly<Record<string, number>> = {
  ...{ twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 },
};
const TIMES: Readonly<Record<string, number>> = { double: 2, triple: 3, doppel: 2 };

const NUMBERS: ReadonlySet<string> = new Set([...Object.keys({ ...DIGITS, ...TENS, ...TIMES }), ...'0123456789']);

/**
 * Numbers that are spoken in these folded words, as digits: "four four one oh" is 4410, "thirteen twenty" 1320. One word
 * by itself is mostly an article or a count, and is none.
 */
export function spokenNumbers(words: readonly string[]): string[] {
  const found: string[] = [];
  let digits = '';
  let parts = 0;
  let times = 1;
  let ten: number | undefined;
  const end = () => {
    if (ten !== undefined) digits += String(ten);
    if (parts > 1 && digits.length >= 2) found.push(digits);
    [digits, parts, times, ten] = ['', 0, 1, undefined];
  };
  for (const word of words) {
    if (parts === 0 && times === 1 && !NUMBERS.has(word)) continue;
    const digit = DIGITS[word] ?? (/^\d$/.test(word) ? word : undefined);
    const tens = TENS[word];
    const repeat = TIMES[word];
    if (repeat !== undefined) times = repeat;
    else if (tens !== undefined) {
      if (ten !== undefined) digits += String(ten);
      ten = tens;
      parts += 1;
    } else if (digit !== undefined) {
      if (ten !== undefined && digit.length === 1 && digit !== '0') digits += String(ten + Number(digit));
      else digits += (ten === undefined ? '' : String(ten)) + digit.repeat(times);
      ten = undefined;
      times = 1;
      parts += 1;
    } else end();
  }
  end();
  return found;
}
