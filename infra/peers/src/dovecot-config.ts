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
};

/** The configuration of Dovecot 2.3: IMAP on 127.0.0.1 without TLS, any user with the one password. */
export function dovecotConfig({ mail, log, run, port, password, internal, login, owner }: DovecotPlace): string {
  return `base_dir = ${run}
state_dir = ${run}/state
log_path = ${log}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = ${internal.user}
default_internal_group = ${internal.group}
default_login_user = ${login}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:${mail}/%u
mail_max_userip_connections = 64
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${mail}/%u
}
namespace inbox {
  inbox = yes
  separator = /
}
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
}
service stats {
  chroot =
}
`;
}
