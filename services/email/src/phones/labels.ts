/** What a number is called in the words before it. The nearest word counts. */
export type Label = 'phone' | 'fax' | 'shared' | 'other';

const PHONE =
  'tel|télé?|teléf|telef|telefon\\w*|telefoon\\w*|telefonnr|telefono|teléfono|telefone|telep?hone|téléphone|telnr|phone|fon|fono|ph|mobile?|mobil\\w*|mob|handy\\w*|cell(?:ulare|phone)?|cel|celular|móvil|telemóvel|gsm|portable|direct(?: dial| line)?|durchwahl|dw|rückruf\\w*|ruf|rufnummer|call(?: me)?(?: back)?(?: at| on)?|ring(?: me)?(?: on| at)?|reach(?:ed)?(?: me)?(?: at| on| under)|erreichbar(?: unter)?|(?:ruft?|rufen sie)(?: mich)?(?: bitte)?(?: an)?(?: unter)?|anrufen|appele[rz](?:-moi)?(?: au)?|joignable au|llam\\w+(?: al)?|chiam\\w+(?: al)?|dzwonić|zadzwoń|komórk\\w*|kom|тел(?:ефон)?|моб(?:ильный)?|whatsapp|sms|☎|📞|📱|電話(?:番号)?|携帯|电话|手机|電話|전화|휴대폰|טלפון|هاتف|جوال|điện thoại|đt|โทร';
const FAX = 'fax|telefax|téléfax|faks|факс|传真|傳真|ファックス|팩스';
const SHARED =
  'hotline|switchboard|zentrale|vermittlung|reception|empfang|helpdesk|help desk|service ?desk|support|emergency|notruf|notfall|toll[- ]?free|freephone|infoline|standard|centralita|centralino|call ?cent(?:er|re)|centrala';
const OTHER =
  'order|orders|invoice|customer|client|serial|account|acct|contract|ticket|case|ref|reference|id|no|nr|nº|n°|num|number|nummer|numero|número|numéro|po|iban|bic|swift|vat|ust|steuer\\w*|hrb|hrb-nr|isbn|ean|sku|plz|zip|version|asset|tracking|parcel|sendung\\w*|bestell\\w*|auftrag\\w*|rechnung\\w*|kunden\\w*|vertrag\\w*|serien\\w*|konto\\w*|artikel\\w*|mat|material\\w*|inventar\\w*|commande|facture|contrat|siret|siren|tva|pedido|factura|contrato|nif|cif|cnpj|cpf|ordine|fattura|contratto|p\\.?iva|encomenda|fatura|zamówieni\\w*|faktur\\w*|nip|regon|pesel|objednávk\\w*|заказ\\w*|инн|счет|pin|code|kode|room|raum|zimmer|page|seite|amount|betrag|total|€|\\$|£|eur|usd|port|personalnr|personalnummer|matrikel\\w*|student|employee|staff|passport|policy|police';

const LABELS: readonly (readonly [Label, RegExp])[] = [
  ['fax', label(FAX)],
  ['shared', label(SHARED)],
  ['phone', label(PHONE)],
  ['other', label(OTHER)],
];
/** A label and its number are not farther apart. */
const NEAR = 32;

/** `Tel.`, `Phone:`, `M`, `Order no. #`: what the number behind `before` is, as far as its line says. */
export function labelAt(before: string): Label | undefined {
  const near = before.slice(-NEAR);
  if (/(?:^|[\s|·•,;(])(?:[TPMDC]|Tf|Tlf|Puh)[.:]?\s*$/.test(near)) return 'phone';
  if (/(?:^|[\s|·•,;(])F[.:]\s*$/.test(near)) return 'fax';
  let nearest: { readonly label: Label; readonly end: number } | undefined;
  for (const [name, pattern] of LABELS) {
    for (const found of near.matchAll(pattern)) {
      const end = found.index + found[0].length;
      if (!nearest || end > nearest.end) nearest = { label: name, end };
    }
  }
  // `Telephone number` and `order no.`: the number is of the word before.
  return nearest?.label === 'other' ? (ofNumber(near) ?? 'other') : nearest?.label;
}

function ofNumber(near: string): Label | undefined {
  const before = near.replace(
    /[\s.:#-]*(?:no|nr|nº|n°|num|number|nummer|numero|número|numéro)[\s.:#-]*(?:is|ist|:)?\s*$/iu,
    '',
  );
  if (before === near) return undefined;
  return LABELS.find(([, pattern]) =>
    [...before.matchAll(pattern)].some((one) => one.index + one[0].length >= before.length - 2),
  )?.[0];
}

function label(words: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'giu');
}
