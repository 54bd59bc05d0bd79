/** A maker's name may be a person's, too: it counts with a model behind it, which has letters or a dash, and digits. */
export const SCAN_SENDER =
  /^(?:(?:scan(?:ner|s|toemail)?|scan2(?:e?mail|me)|copier|copy|mfp|mfc|printer|drucker|kopierer|multifunktion(?:sgerät)?|imprimante|copieur|escaner|fotocopiadora|stampante|skaner|skrivare|kopiator|fax)(?:[-_.\d][^@]*)?|(?:ricoh|xerox|canon|konica|minolta|kyocera|sharp|brother|epson|lexmark|toshiba|oki|hp)[-_.][a-z]*[-_.]?\d[^@]*|(?:taskalfa|ecosys|bizhub|workcentre|versalink|altalink|imagerunner|e-?studio|officejet|laserjet|pagewide|brn[0-9a-f]{12}|brw[0-9a-f]{12}|rnp[0-9a-f]{12}|km_?[a-z]?\d{3})[^@]*)@/i;

/** A maker or a model, wherever it stands; a sign that wants another one beside it. */
export const SCANNER =
  /\b(?:ricoh|xerox|canon (?:ir|imagerunner)|imagerunner|konica|kyocera|taskalfa|ecosys|lexmark|toshiba e-?studio|e-studio|epson|bizhub|workcentre|versalink|altalink|officejet|laserjet|pagewide|scansnap|multifunction printer|mfp\d{4,})\b|\b(?:RNP[0-9A-F]{12}|BR[NW][0-9A-F]{12}|KM(?:BT)?_[\w]+|MX-\w?\d{3,}\w*|MFC-\w?\d{3,}\w*)\b/i;

export const SCAN_MAILER =
  /\b(?:canon|ricoh|xerox|konica|minolta|kyocera|sharp mx|brother|epson|lexmark|toshiba|oki|samsung mfp|hp (?:digital|officejet|laserjet)|digital sending|scan to|scanner|fax)\b/i;

/** What makers let their devices write. */
export const SCAN_SAID =
  /this e-?mail was sent from "RNP|scan date:|(?:sent|digitally sent) to you (?:by|using|from) (?:an?|the|your) .{0,40}(?:xerox|hp |multifunction|digital send)|^device (?:name|model):|^(?:file format|dateiformat|format de fichier)\s*:.*(?:pdf|tiff|jpe?g|xps)|scanned from (?:mfp|a |an )\S*\d|^resolution\s*:.*dpi|this (?:document|file|e-?mail) was (?:scanned|sent) (?:and sent )?(?:by|with|from|using) (?:an? )?.{0,30}(?:scanner|printer|copier|mfp)|you have received a (?:\d+ page )?fax/im;

export const SCAN_SUBJECT =
  /^(?:(?:scan(?:ned)?|gescannt\w*|numéris\w+|escane\w+|fax)\b.{0,20}\b(?:from|to|von|an|document|image|file|message|received|depuis|data|documento|desde)\b|attached image\b|image data\b|message from "?[\w-]*\d|.{0,30}\bscan(?:ned)? (?:from|data|to e-?mail)\b|scan[_ -]?\d+|scan$|doc\d{6,})/i;

/** Names that devices count or date. */
export const SCAN_FILE =
  /^(?:scan|img|image|doc|document|skm|km|brn|brw|epson|cci|hpscan|xerox|fax|file|pic|sharp|ricoh)?[-_ ]?[a-z]{0,3}\d{6,}|^(?:scan|image|doc|epson)[-_ ]?\d{3,}|^\d{4}_\d{3}\./i;

/** A fax names the number or itself as what came. */
export const FAX_SUBJECT =
  /^(?:\[[^\]]{1,60}\]:?\s*)?(?:e-?fax message from|(?:new|neues|nouveau|nuevo|nuovo|novo|nowy|nieuwe?|nytt?|ny|uusi|nový)\s+(?:tele)?fax\b|(?:tele)?fax (?:message )?(?:received )?(?:from|von|de|da|van|od|från|fra|от)[: ]+["'(+]*\d|you have (?:received )?a (?:new )?fax)/i;
