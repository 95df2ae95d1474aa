# shellcheck shell=bash disable=SC2154
# Proxmox's own targets, whose secrets only root may read, by the drop-in.
in_host mkdir -p -m 700 /etc/pve/priv
in_host tee /etc/pve/notifications.cfg >/dev/null <<'CFG'
webhook: people
	url http://127.0.0.1:3001/people
	method post

matcher: everything
	target people
CFG
printf 'webhook: people\n' | in_host tee /etc/pve/priv/notifications.cfg >/dev/null
in_host chown root:www-data /etc/pve/notifications.cfg
in_host chmod 640 /etc/pve/notifications.cfg
in_host chmod 600 /etc/pve/priv/notifications.cfg
put "$root/systemd/drop-ins/proxmox-notifications.conf" /etc/systemd/system/allclear.service.d/proxmox-notifications.conf
in_host systemctl daemon-reload
configure <<'CONF'
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly

pve: local
	notifications /etc/pve/notifications.cfg /run/credentials/allclear.service/notifications-priv.cfg
CONF
in_host systemctl restart allclear.service
until_true 10 active
expect "with the drop-in it tells Proxmox's own target" 1 "$(in_host allclear test people | grep -c 'people: delivered')"
in_host rm -r /etc/systemd/system/allclear.service.d/proxmox-notifications.conf /etc/pve/notifications.cfg /etc/pve/priv
in_host systemctl daemon-reload
configure <<'CONF'
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
in_host systemctl restart allclear.service
until_true 10 active
