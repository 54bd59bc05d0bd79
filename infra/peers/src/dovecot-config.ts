/** Where a private Dovecot keeps what, and who its parts run as. */
export type DovecotPlace = {
  readonly mail: string;
  readonly log: string;
  /** For its sockets: their path must be short (108 bytes on Linux, 104 on macOS). */
  readonly run: string;
  readonly port: number;
  readonly password: string;
  /** Names: who it works as, who talks to the network, whose the mail is. Numbers do for the last. */
  readonly internal: { readonly user: string; readonly group: string };
  readonly login: string;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Where access tokens are asked about; without it only the password is taken. */
  readonly introspection: string | undefined;
  /** Folders that keep no keywords. */
  readonly plainFolders: readonly string[];
  /** The folder of the files that the configuration refers to. */
  readonly beside: string;
};

/** The configuration of Dovecot 2.3: IMAP on 127.0.0.1 without TLS, any user with the one password. */
export function dovecotConfig(place: DovecotPlace): string {
  const { mail, log, run, port, password, internal, login, owner, introspection, plainFolders, beside } = place;
  return `base_dir = ${run}
state_dir = ${run}/state
log_path = ${log}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login${introspection === undefined ? '' : ' xoauth2 oauthbearer'}
auth_failure_delay = 0
default_internal_user = ${internal.user}
default_internal_group = ${internal.group}
default_login_user = ${login}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:${mail}/%u
mail_max_userip_connections = 64
${introspection === undefined ? '' : tokens(beside)}passdb {
  driver = static
  mechanisms = plain login
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${mail}/%u
}
${plainFolders.length === 0 ? '' : accessControl(beside)}namespace inbox {
  inbox = yes
  separator = /
${plainFolders.map((name) => `  mailbox ${name} {\n    auto = create\n  }\n`).join('')}}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`;
}

/** The files that the configuration refers to, with their content. */
export function dovecotFiles({ introspection, plainFolders }: DovecotPlace): Record<string, string> {
  return {
    [INTROSPECTION]: `introspection_url = ${introspection}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
`,
    // All rights but "w": flags other than \\Seen and \\Deleted, and with them every keyword (RFC 4314).
    [ACCESS]: plainFolders.map((name) => `${name} owner lrstipekxa\n`).join(''),
  };
}

const INTROSPECTION = 'oauth2.conf';
const ACCESS = 'access';

function tokens(beside: string): string {
  return `passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${beside}/${INTROSPECTION}
}
`;
}

function accessControl(beside: string): string {
  return `mail_plugins = acl
protocol imap {
  mail_plugins = acl imap_acl
}
plugin {
  acl = vfile:${beside}/${ACCESS}
}
`;
}
