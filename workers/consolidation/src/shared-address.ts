import type { Identity } from '@callbook/log';

/**
 * What stands before the @ of addresses that belong to a place, a device or a role, and to nobody. A table to add to:
 * what is missing is taken for a person until a directory says that several have it.
 */
const ROLES = new Set(
  `scanner scan scans scan2mail scantomail copier kopierer printer drucker mfp fax telefax voicemail pbx asterisk switchboard zentrale
  reception rezeption empfang accueil recepcion recepcja reception1 frontdesk front-desk frontoffice lobby kiosk
  info office buero buro sekretariat secretariat admin administration administrator kontakt contact contacto mail post hello hallo
  team all everyone staff noreply no-reply donotreply do-not-reply notification notifications alert alerts alarm monitoring nagios zabbix
  webmaster webform form forms formular postmaster root system service services support helpdesk servicedesk it edv`.split(
    /\s+/,
  ),
);

/** Whether many people use this: by its name, where no directory tells. */
export function isSharedAddress({ kind, value }: Identity): boolean {
  if (kind !== 'email') return false;
  const local = value.slice(0, value.lastIndexOf('@')).toLowerCase();
  return (
    ROLES.has(local) ||
    ROLES.has(local.replace(/[-_.]?\d+$/, '')) ||
    /^(?:scan(?:ner)?|mfp|copier|fax|reception)[-_.]/.test(local)
  );
}
