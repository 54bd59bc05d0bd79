/**
 * What people call the things that a desk is asked about, in the words that they use for them: one line a thing, each
 * entry the beginning of a word, folded (lower case, no accents); an entry that ends in `.` is a whole word, and one in a script
 * without spaces is looked for anywhere. It lets a German mail meet an English call, and a "copier" a "printer". A table
 * to add to: what is missing costs a suggestion, what is too wide costs a wrong one.
 */
const TABLE: Readonly<Record<string, string>> = {
  // Computers and what they do
  printer:
    'printer printing photocop copier drucker drucken imprimant impresora drukark stampante impressora yazici 打印 复印',
  jam: 'jam. jams. jammed jamming chew crease papierstau bourrage atasco zaciec 卡纸',
  toner: 'toner cartridge kartusche cartouche tusz tinta',
  laptop: 'laptop notebook portatil portable. ordinateur ordenador komputer 电脑 笔记本 bilgisayar',
  desktop: 'desktop pc. workstation arbeitsplatzrechner',
  tablet: 'tablet tablette ipad',
  monitor: 'monitor bildschirm ecran pantalla ekran schermo screen display beeldscherm 屏幕',
  projector: 'projector beamer videoprojecteur proyector projektor rzutnik proiettore 投影',
  phone: 'telephone telefon telefoon handset dial. dialling',
  voicemail: 'voicemail mailbox. anrufbeantworter messagerie',
  wifi: 'wifi wi-fi wireless wlan eduroam edurom hotspot 无线 kablosuz draadloos',
  network: 'network netzwerk reseau red. siec ethernet rete netwerk 网络 网线',
  vpn: 'vpn globalprotect anyconnect forticlient tunnel',
  password: 'password passwor passphrase passwort kennwort contrasena haslo wachtwoord mot. senha parola 密码 sifre',
  login:
    'login logon log-in signin anmeld connexion logowa zalogow inloggen accesso 登录 oturum locked lockout unlock gesperrt entsperr verrouill bloque blokad zablok',
  account: 'account konto. compte cuenta konta hesap 账号',
  mfa: 'mfa. 2fa. authenticator two-factor zwei-faktor',
  mailbox: 'mailbox postfach inbox skrzynk buzon boite outlook casella postvak 邮箱',
  drive: 'laufwerk folder ordner dossier carpeta folderu netzlaufwerk nas. share. map. fileshare cartella 共享',
  permission: 'permission denied verweigert berechtigung autorisation permiso uprawnien zugriff access. toegang 权限',
  license: 'licen lizenz lizen licencj lisans',
  bluescreen: 'bluescreen bsod bitlocker crash abgesturzt absturz plante',
  backup: 'backup restore sicherung sauvegarde',
  software: 'install uninstall upgrade update programm logiciel',
  keyboard: 'keyboard tastatur clavier teclado klawiatur',
  mouse: 'mouse-pad trackpad touchpad',
  headset: 'headset kopfhorer casque auricular sluchawk microphone mikrofon',
  camera: 'camera kamera webcam cctv',
  dock: 'dock docking',
  scanner: 'scanner scannen escaner skaner 扫描',
  kiosk: 'kiosk self-issue terminal selbstbedienung automat. borne kiosc',
  website: 'website webseite homepage portal site. strona',
  upload: 'upload submit submission hochladen televers',
  booking: 'booking booked reserv buchung buchen rezerwac prenot boeking 预订 randevu',
  calendar: 'calendar kalender calendrier calendario kalendarz termin. appointment rendez-vous cita. wizyt',
  report: 'report. reports. bericht rapport informe raport',
  export: 'export',
  // Money and people
  pay: 'pay. paid payslip payroll wage salary slip. salaire paie lohn gehalt nomina sueldo pensja wyplat stipendio salaris 工资 maas',
  overtime: 'overtime uberstunden heures horas nadgodzin hrs. hours straordinari 加班',
  leave: 'leave. holiday urlaub conge vacacion urlop ferie verlof 请假 izin',
  sick: 'sick. sickness krank maladie enferm chorob ziek',
  expenses: 'expens travel reise spesen remboursement gastos delegac reimburs',
  invoice: 'invoice rechnung facture factura faktura fattura factuur 发票 fatura billing. bill.',
  order: 'order. ordered bestell commande pedido zamowien ordine 订单 siparis purchase procurement',
  deposit: 'deposit kaution caution. fianza kaucj cauzione borg 押金 depozito',
  rent: 'rent. miete loyer alquiler czynsz affitto huur 房租 kira',
  bank: 'bank. iban konto-nr building-society',
  contract: 'contract vertrag contrat umow contratto',
  address: 'address adresse adres. direccion moved umzug',
  charge: 'charge. charged fee. fees gebuhr frais tasa oplat 收费 fine. parking-ticket',
  uniform:
    'uniform tunic shoe. shoes boots schuh chaussure zapato buty. scarpe schoen dienstkleidung workwear overalls glove handschuh rekawic',
  rota: 'rota roster shift. shifts dienstplan schicht grafik turno planning rooster timetable stundenplan',
  clock: 'clock. clocking zeiterfass stempel zegar badgeuse klok timeclock',
  certificate: 'certificat bescheinigung zaswiadcz attestation zertifikat',
  // Buildings
  heating:
    'heating heater radiator heizung chauffage calefac grzejnik ogrzewan verwarming riscaldament cold. freezing kalt. froid frio. zimno 暖气 kalorifer',
  aircon: 'aircon air-con conditioning klimaanlage klima. climatis aire. klimatyz airco cooling 空调 condizion',
  ventilation: 'ventilat extractor fan. lufter luftung wentylator aspirat 风扇',
  hotwater:
    'hot-water hotwater boiler warmwasser eau-chaude agua-caliente ciepla-woda ciepl lukewarm shower dusche douche. ducha prysznic 热水 cold-shower cold-water caliente chaude scalding',
  drain:
    'drain blocked clog verstopf abfluss boucher atasc zatkan odplyw scarico afvoer sink. basin. spule gurgle 下水',
  leak: 'leak drip dripping undicht leck fuite gotera fuga. przeciek ciekn perdita lek. flood wet. soaked uberschwemm wasserschaden tropft 漏水 sizint puddle',
  toilet: 'toilet wc. lavatory klo. flush spulung toalet bagno 厕所 tuvalet cubicle',
  lift: 'lift. lifts elevator aufzug fahrstuhl ascenseur ascensor winda windy ascensore 电梯 asansor',
  door: 'door doors tur. turen porte. puerta drzwi porta. deur 门 kapi gate. turnstile',
  lock: 'lock. latch schloss serrure cerradura zamek serratura slot. 门锁 kilit key. keys schlussel klucz',
  card: 'card. cards keycard swipe badge ausweis badge. tarjeta karty karta kart. tessera pasje 卡 fob. karte.',
  window: 'window fenster fenetre ventana okno okna finestra raam 窗 pencere blind. blinds jalousie',
  light: 'light. lights lamp lampe licht lumiere luz. swiatlo luce 灯 bulb flicker flacker lampa',
  socket: 'socket steckdose prise enchufe gniazdk presa stopcontact 插座 plug. spark sparking sparks iskrz funken',
  smoke: 'smoke detector rauchmelder detecteur humo. czujnik fumo chirp piept beeping beeps alarm. bipt',
  pests:
    'mouse. mice rodent trap. traps. maus. mause souris raton mysz myszy ants. ant. ameise mrowk hormigas insect cockroach kakerlak wasp rats. rat. bedbug pest. pests droppings muis. topo. 老鼠',
  mould: 'mould mold. schimmel moisi moho grzyb muffa 霉',
  smell: 'smell odour odor. stinkt geruch odeur olor zapach smells stench fumes',
  noise: 'noise noisy larm. laut. bruit ruido halas rattl clatter squeal grinding klapper rumore lawaai grzech',
  carpet: 'carpet teppich moquette moqueta dywan flooring',
  cleaning:
    'cleaning cleaner reinigung putz nettoyage limpieza sprzatan pulizia hoover vacuum staubsauger odkurzacz aspirateur aspirador',
  furniture: 'chair stuhl chaise silla krzeslo desk. schreibtisch bureau. mesa. biurko sedia wardrobe shelf regal',
  fridge: 'fridge freezer kuhlschrank frigo nevera lodowk ultra-low koelkast buzdolab refrigerat',
  kitchen: 'kitchen kuche. cuisine cocina kuchni cucina keuken oven. herd. cooker kettle dishwasher',
  washing: 'washing laundry waschmaschine lave-linge lavadora pralk lavatrice dryer trockner wasmachine tumble',
  parking: 'parking parkplatz stationnement aparcamiento parkowan parcheggio permit barrier schranke',
  bike: 'bike bicycle fahrrad velo bici rower fiets cycle-store',
  bin: 'bin. bins rubbish waste mull. abfall poubelle basura smieci kosz. rifiuti vuilnis refuse recycl 垃圾 cop.',
  roof: 'roof ceiling dach. decke. toit techo sufit soffitto plafond',
  streetlight: 'streetlight lamppost lamp-post strassenlaterne lampadaire farola latarni lantaarn lampione',
  road: 'pothole schlagloch nid-de-poule bache dziura strasse pavement kerb',
  tree: 'tree. trees baum branch arbre arbol drzewo albero boom. hedge',
  fumecupboard: 'fume-cupboard fume airflow low-flow face-velocity abzug',
  microscope: 'microscop mikroskop centrifug spectromet',
  // Hospital and care
  bed: 'bed. beds bett. lit. cama. lozko mattress matratze letto',
  pump: 'pump. pumps pumpe pompe bomba infusion perfusor',
  ward: 'ward. station. servicio-planta oddzial afdeling reparto',
  nursecall: 'nurse-call call-bell rufanlage schwesternruf buzzer sonnette',
  wheelchair: 'wheelchair rollstuhl fauteuil silla-de-ruedas wozek rolstoel hoist',
  xray: 'x-ray xray rontgen radiograph pacs radiolog imaging',
  label: 'label labels etikett etiquette etiqueta etykiet barcode wristband',
  medication: 'medication medicine medikament medicament lekarst pharmac dispens trolley. cart.',
  oxygen: 'oxygen sauerstoff oxygene tlen. suction absaug',
  patientrecord: 'patient-record ehr. emr. epr. patientenakte',
  // Vehicles, shop floor
  vehicle: 'vehicle van. car. fahrzeug voiture coche samochod furgon auto. lorry lkw truck furgone minibus pool-car',
  forklift: 'forklift stapler gabelstapler chariot wozek-widl carrello reach-truck pallet',
  conveyor: 'conveyor forderband convoyeur cinta. tasmociag nastro belt.',
  badgeprinter: 'name-badge nameplate',
  till: 'till. cash-register kasse. caisse caja. cassa pos-terminal kassa checkout card-reader',
  // Shop floor, offices and town halls
  machinetool: 'lathe drehbank drehmaschine fras. milling spindle spindel tokark torno. cnc',
  crane: 'crane kran. grue. grua dzwig',
  compressor: 'compress kompress druckluft sprezark',
  coffee: 'coffee kaffee koffie espresso caffe vending',
  water: 'water. wasser eau. agua woda wody acqua su. 水',
  power: 'power. stromausfall blackout electric elektri courant corriente prad. pradu stroom fuse. fuses',
  server: 'server. servers serveur servidor database datenbank',
  erp: 'sap. erp.',
  sound: 'sound. audio. ton. sonido speaker. speakers lautsprech suono geluid',
  meeting: 'videoconf videokonf conference konferenz webex zoom. teams.',
  locker: 'locker spind schrank. casier taquilla szafk armadiett kluis',
  visitor: 'visitor besucher visiteur visitante bezoek guest guests gaste',
  supplier: 'supplier lieferant fournisseur proveedor dostawc fornitor leverancier vendor',
  delivery:
    'delivery deliver liefer. lieferung livraison entrega dostaw. consegna levering parcel paket. colis paquete paczk pacco pakket',
  refund:
    'refund erstatt remboursement reembols zwrot rimbors terugbetal transfer. uberweisung virement transferenc przelew bonifico',
  civilstatus:
    'birth. geburts naissance nacimiento urodzen nascita geboorte marriage heirat mariage matrimonio slub huwelijk',
  tax: 'tax. taxes steuer. steuerbescheid impot impuesto podat tasse. belasting',
  insurance: 'insurance versicherung assurance. seguro. ubezpiecz assicuraz verzekering',
  pension: 'pension. retirement retraite jubilac emerytur pensione pensioen',
  template: 'template vorlage modele. plantilla szablon modello sjabloon',
  calibration: 'calibr kalibr recalibr etalonn taratur gauge. manometer',
  charger: 'charger charging ladegerat ladestation chargeur cargador ladowark caricabatt lader. oplader',
  crack: 'crack cracked smash shattered gesprungen zersprungen fissur casse. cassee rajado pekni barst',
  pool: 'pool. swimming schwimm piscin basen. zwembad',
  playground: 'playground spielplatz speeltuin speelplaats columpio swings',
  snow: 'snow. schnee neige nieve snieg sneeuw gritting icy glatteis verglas',
  fire: 'fire. brand. incendi pozar extinguisher feuerlosch extincteur gaslek burning',
  music: 'music musik musique musica muziek party. party-noise loud.',
  library: 'library bibliothek bibliotheque biblioteca bibliotek bibliotheek',
  pager: 'pager. pagers piepser bleep. beeper',
  fine: 'parking-fine strafzettel bussgeld amende multa mandat',
  school: 'school-place schulplatz kita nursery-place creche guarderia przedszkol',
  passport: 'passport reisepass personalausweis passeport pasaporte paszport',
  registration: 'registration registrier anmeldung inscription inscripcion rejestrac',
  course: 'gradebook grader marks. noten. grades essay module.',
  fingerprint: 'fingerprint fingerabdruck empreinte',
  intercom: 'intercom gegensprech interphone portero domofon',
};

type Stem = { readonly start: string; readonly concept: string };
const whole = new Map<string, string[]>();
const starts = new Map<string, Stem[]>();
const anywhere: Stem[] = [];
/** First words of the entries that are two, with the second ones. */
const compounds = new Map<string, Set<string>>();
const SCRIPT = /[\u2e80-\u9fff\uac00-\ud7af]/u;

for (const [concept, words] of Object.entries(TABLE)) {
  for (const word of words.split(' ')) {
    const [first = '', second] = word.replace(/\.$/, '').split('-');
    if (second !== undefined) compounds.set(first, (compounds.get(first) ?? new Set()).add(second));
    if (SCRIPT.test(word)) anywhere.push({ start: word, concept });
    else if (word.endsWith('.')) push(whole, word.slice(0, -1), concept);
    else push(starts, word.slice(0, 3), { start: word, concept });
  }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/** Words are looked up again and again; so many are remembered. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, readonly string[]>();

/** The things that these folded words stand for. Two words next to each other may be one, as in "hot water". */
export function conceptsOf(words: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const [index, word] of words.entries()) {
    for (const concept of conceptsOfWord(word)) found.add(concept);
    const next = words[index + 1];
    if (next !== undefined && (compounds.get(word)?.has(next) ?? false))
      for (const concept of conceptsOfWord(`${word}-${next}`)) found.add(concept);
  }
  return found;
}

function conceptsOfWord(word: string): readonly string[] {
  const known = remembered.get(word);
  if (known) return known;
  const concepts = [
    ...(whole.get(word) ?? []),
    ...(starts.get(word.slice(0, 3)) ?? []).flatMap(({ start, concept }) => (word.startsWith(start) ? [concept] : [])),
    ...(SCRIPT.test(word) ? anywhere.flatMap(({ start, concept }) => (word.includes(start) ? [concept] : [])) : []),
  ];
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(word, concepts);
  return concepts;
}
