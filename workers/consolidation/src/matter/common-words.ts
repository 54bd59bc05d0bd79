import { stemOf } from './fold.ts';

/** Words that say nothing about a matter, folded: articles, verbs of asking, courtesies. Languages in one list. */
const SILENT = `
a about after again all also am an and any anyone are as ask asked asks at back be because been before being but by call called caller calling
came can cannot cant come could day days dear did do does doesnt doing done dont each else even ever every few first for from get gets getting give
go goes going gone good got had has have having he hello help her here hey hi him his hiya how i if im in into is isnt it its ive just kind know last
least let like ll look looks made make many may me might more morning most much must my name need needs never new next no none nobody not nothing now of
off ok old on once one only or other our out over own please pls put rang re really regards reply ring said same sat saturday say says see seen sent
she should since sincerely so some somebody someone something soon sorry still such sunday t take tell ten than thank thanks that thats the their them then there
these they thing think this those though three thursday till time to today told tomorrow too tried try tuesday two u um under until up urgent us use
used using very wait waiting want wants was way we wednesday week weeks well went were what when where which while who why will with without wont
work working works would wrote yes yesterday yet you your monday friday thx cheers best wishes ta anybody both between through during its thats hes shes theyre
january february march april june july august september october november december jan feb mar apr jun jul aug sep oct nov dec
evening afternoon night tonight hour hours minute minutes month months year number dear sir madam sirs team service desk colleague colleagues
details about location device description category problem issue request empl dept room residence flat building floor department form phone mail email
person people student staff member team office available possible asap kindly urgently reported report reference ticket case number
aber alle als am an auch auf aus bei bin bis bitte da damit das dass dem den der des die dies diese doch ein eine einem einen einer er es etwas fur ganz
gegen geht gruss grusse gruße guten hab habe haben hallo hat heute ich ihr ihre im in ist ja jetzt kann kein keine konnen konnte konnten liebe man mehr mein meine mich mir
mit morgen nach nicht noch nun nur ob oder ohne schon sehr sehrgeehrte seit sich sie sind so soll tag um und uns unser vielen viele vom von vor war warum was wegen
wenn wer werden wie wieder wir wird wo zu zum zur danke freundlichen mfg herzliche gestern
au aux avec avoir bonjour bonsoir ce cela ces cet cette chez comme cordialement dans de depuis des du elle elles en encore est et etre eu fait faire il ils j
je jour l la le les leur lui ma mais me meme merci mes moi mon n ne nos notre nous on ou par pas peut plus pour pouvez pouvez-vous pourriez qu quand que qui quoi
sa sans se ses si son sont sous sur ta te tout tous tres trop tu un une vos votre vous y c d s m avance hier
al algo ante antes aun buenas buenos bien como con cual cuando de del desde dia dias donde el ella en era es esa ese eso esta estan estas este esto estoy fue gracias
ha hace han hasta hay hola la las le les lo los mas me mi mis mucho muy nada ni no nos o para pero poder podria por porque puede pueden que se sea ser si sin
sobre son su sus también tambien tarde tardes tengo tiene todo todos tu un una uno usted y ya yo saludo saludos
ale bardzo bez bo by byc byl byla bylo czy dla do dzien dobry gdy i ich ile ja jak jako je jego jej jest jestem jeszcze juz kiedy kto ktory ktora ktore lub ma
mam mi mnie moge moj moja moje moze mozna na nad nam nas nasz nie nic niej niz o od ona one oni ono oraz pan pani po pod pozdrawiam pozdrowienia prosze przed przez przy sa sie sobie
ta tak tam te tego tej ten teraz to tu tutaj ty tylko tym u w we wiec wszystko z za ze zeby dziekuje wczoraj dzis
aan als bij dat de deze die dit een en er geen goed goede groet groeten haar hallo heb heeft het hij hoe hun ik ja je kan kunnen maar meer met mijn na naar niet nog nu
of om ook op over te tot uit uw van vanaf voor waar was wat wel we wij worden wordt zijn zo zou graag dank bedankt vandaag gisteren
alla alle anche ancora che chi ci con cosa da dal dalla dei del della delle di dove e ed era gli grazie ho il in io la le lei lo loro ma mi mia mio ne nei nella non o per
perche piu poi puo qui quando quella quello questa questo salve se sei si sia sono su sua suo tra un una uno buongiorno buonasera cordiali saluti oggi ieri
ao aos as boa bom com como da das de do dos ela ele em esta eu foi isso ja mais mas meu minha muito na nao nas no nos o obrigado obrigada os ou para pela pelo por quando que sao se sem
seu sua tem um uma voce ontem hoje ola
bir bu cok da daha de degil diye en gibi hem icin ile ise iyi kadar ki lutfen merhaba mi mu ne niye o olan olarak oldu ve var veya ya yok tesekkurler ben biz siz selam
`;

const silent = new Set(SILENT.split(/\s+/).filter(Boolean));

/** Words that many contacts share whatever they are about: they say little. */
const DULL = `broken fault faulty error failed fails stopped stop start started happens happened message system computer machine machines screen
set check sure wrong right change changed open opens opened close closed left side door free full line page list site keep keeps kept turn turned
morning meeting class lecture home house hall building centre reception second third number long short since today manager lady gentleman man woman
noted wrote written mentioned replied answer answered nobody chasing chase happy annoyed worried cross upset quickly immediately
kaputt defekt fehler funktioniert zimmer raum buro gebaude problem probleme
panne marche fonctionne salle bureau batiment probleme erreur
averiado funciona problema error aula oficina edificio sala
zepsut dziala nie-dziala problem pokoj pokoju budynek
kapot werkt probleem kamer kantoor gebouw rotto guasto funziona stanza ufficio edificio`;
const dull = new Set(DULL.split(/\s+/).filter(Boolean));

/** What is known of a folded word: most words of a day are those of the day before. */
export type Word = { readonly silent: boolean; readonly stem: string; readonly weight: number };

const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Word>();

/** The same as the functions below say, remembered. */
export function wordOf(word: string): Word {
  const known = remembered.get(word);
  if (known) return known;
  const silent = isSilent(word) || word.length < 2 || /\d/.test(word);
  const made = { silent, stem: stemOf(word), weight: priorWeight(word) };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(word, made);
  return made;
}

/** Whether a folded word says nothing about a matter. */
export function isSilent(word: string): boolean {
  return silent.has(word);
}

/** How much a word tells when two contacts share it, from 0 to 1, before the log was asked how common it is. */
export function priorWeight(word: string): number {
  if (dull.has(word)) return 0.3;
  return word.length <= 3 ? 0.5 : word.length <= 4 ? 0.8 : 1;
}
