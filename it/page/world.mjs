// A Proxmox host in a directory, with weeks of backups behind it, and the packaged agent that looks at it.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.ALLCLEAR_HOME ?? join(here, "../../agent/target/allclear");

/** In no page, no metric and no header of the server may these be found. */
export const SECRETS = ["pushSecret4711", "gotifySecret0815"];

/** Names that try to be markup, an attribute, another line and another direction of writing. */
export const HOSTILE = {
  201: `<script>document.title="owned"</script>`,
  202: `" onmouseover="document.title='owned'" x="`,
  203: `\u202Ecod.exe\u202C\u0007 & <b>bold</b>`,
  204: "a-very-long-name-without-any-blank-in-it-that-goes-on-and-on-and-on-until-it-is-too-long-for-every-column-of-a-table",
};

const NAMES = {
  101: "web01",
  102: "db-main",
  103: "mail",
  104: "gitlab",
  105: "nextcloud",
  106: "ldap",
  107: "files",
};

const pad = (n) => String(n).padStart(2, "0");
const local = (d) =>
  `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`;
const hms = (s) => `${pad(Math.floor(s / 3600))}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}`;
const hex = (n) => n.toString(16).toUpperCase().padStart(8, "0");

/** Always the same figures. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

export class World {
  constructor() {
    this.root = mkdtempSync(join(tmpdir(), "allclear-page-"));
    this.random = dice(7);
    this.pid = 4000;
    this.index = [];
    this.received = [];
    for (const part of ["tasks", "job-state", "ledger", "spool"]) {
      mkdirSync(join(this.root, part), { recursive: true });
    }
  }

  /** A job in jobs.cfg and the guests of its host. */
  jobs(jobs, guests) {
    const stanzas = Object.entries(jobs).map(
      ([id, job]) =>
        `vzdump: ${id}\n\tschedule ${job.schedule}\n\tenabled 1\n\tvmid ${job.guests.join(",")}\n\tmode snapshot\n\tstorage ${job.storage}\n\tcompress zstd\n`,
    );
    writeFileSync(join(this.root, "jobs.cfg"), stanzas.join("\n"));
    writeFileSync(join(this.root, ".members"), `{"nodename":"pve1","version":1}\n`);
    const ids = guests.map((vmid) => `"${vmid}":{"node":"pve1","type":"lxc","version":1}`);
    writeFileSync(join(this.root, ".vmlist"), `{"version":1,"ids":{${ids.join(",")}}}\n`);
  }

  /** One task of a job that ended then; failures by guest. */
  night(job, started, failures = {}) {
    const start = Math.floor(started.getTime() / 1000);
    this.pid += 13;
    const id = job.guests.length === 1 ? job.guests[0] : "";
    const upid = `UPID:pve1:${hex(this.pid)}:${hex(this.pid * 7)}:${hex(start)}:vzdump:${id}:root@pam:`;
    const lines = [
      `INFO: starting new backup job: vzdump ${job.guests.join(" ")} --mode snapshot --storage ${job.storage} --compress zstd --quiet 1`,
    ];
    let at = start + 1;
    for (const vmid of job.guests) {
      const name = NAMES[vmid] ?? HOSTILE[vmid];
      const took = 20 + Math.floor((vmid % 10) * 31 * (0.8 + 0.4 * this.random()));
      lines.push(
        `INFO: Starting Backup of VM ${vmid} (lxc)`,
        `INFO: Backup started at ${local(new Date(at * 1000))}`,
        "INFO: status = running",
        `INFO: CT Name: ${name}`,
        "INFO: backup mode: snapshot",
        `INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-lxc-${vmid}-${start}.tar.zst'`,
      );
      if (failures[vmid]) {
        at += 7;
        lines.push(
          `ERROR: Backup of VM ${vmid} failed - ${failures[vmid]}`,
          `INFO: Failed at ${local(new Date(at * 1000))}`,
        );
      } else {
        at += took;
        lines.push(
          `INFO: archive file size: ${(took * 0.043).toFixed(2)}GB`,
          `INFO: Finished Backup of VM ${vmid} (${hms(took)})`,
          `INFO: Backup finished at ${local(new Date(at * 1000))}`,
        );
      }
    }
    const bad = Object.keys(failures).length > 0;
    lines.push(`INFO: Backup job finished ${bad ? "with errors" : "successfully"}`);
    lines.push(bad ? "TASK ERROR: job errors" : "TASK OK");
    const file = join(this.root, "tasks", (start & 15).toString(16).toUpperCase(), upid);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, lines.join("\n") + "\n");
    utimesSync(file, at, at);
    this.index.push([at, `${upid} ${hex(at)} ${bad ? "job errors" : "OK"}`]);
    return upid;
  }

  /** A monitor that takes every push, and a target of notifications that takes nothing. */
  async receivers() {
    this.server = createServer((request, response) => {
      this.received.push(request.url);
      const push = request.url.startsWith("/api/push/");
      response.writeHead(push ? 200 : 503, { "Content-Type": "application/json" });
      response.end(push ? '{"ok":true}' : "{}");
    });
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.port = this.server.address().port;
  }

  /** Starts the agent and waits for its page. */
  async start(stanzas) {
    this.index.sort((a, b) => a[0] - b[0]);
    writeFileSync(join(this.root, "tasks/index"), this.index.map((line) => line[1] + "\n").join(""));
    writeFileSync(
      join(this.root, "agent.conf"),
      `${stanzas}
pve: local
\ttasks ${this.root}/tasks
\tjobs-cfg ${this.root}/jobs.cfg
\tjob-state ${this.root}/job-state

ledger: main
\tpath ${this.root}/ledger
\tspool ${this.root}/spool

page: main
\tlisten 127.0.0.1:0
`,
    );
    chmodSync(join(this.root, "agent.conf"), 0o600);
    if (!existsSync(join(program, "bin/allclear"))) {
      throw new Error(`there is no agent in ${program}; build it first`);
    }
    this.agent = spawn(join(program, "bin/allclear"), ["run", "--config", join(this.root, "agent.conf")]);
    this.log = "";
    this.url = await new Promise((done, fail) => {
      const look = (text) => {
        this.log += text;
        const page = /the status page is on (http:\S+\/)/.exec(this.log);
        if (page) done(page[1]);
      };
      this.agent.stdout.on("data", look);
      this.agent.stderr.on("data", look);
      this.agent.on("exit", (code) => fail(new Error(`the agent ended with ${code}:\n${this.log}`)));
    });
  }

  /** Tries until it holds, for at most half a minute. */
  async until(holds, what) {
    for (let i = 0; i < 300; i++) {
      if (await holds()) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${what} did not come true; the agent said:\n${this.log}`);
  }

  async stop() {
    if (this.agent && this.agent.exitCode === null) {
      this.agent.removeAllListeners("exit");
      const gone = new Promise((done) => this.agent.on("exit", done));
      this.agent.kill("SIGTERM");
      await gone;
    }
    this.server?.closeAllConnections();
    this.server?.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Five weeks: a job that is well, one with hostile guests of which one failed last night, one that has missed its time. */
export async function fiveWeeks() {
  const world = new World();
  await world.receivers();
  const at = (days, hour, minute) => {
    const moment = new Date();
    moment.setDate(moment.getDate() - days);
    moment.setHours(hour, minute, 4, 0);
    return moment;
  };
  // The first night that is surely over.
  const first = at(0, 3, 30) < new Date() ? 0 : 1;
  const jobs = {
    "backup-nightly": { schedule: "02:30", storage: "vault", guests: [101, 102, 103, 104, 105, 106, 107] },
    "backup-lab": { schedule: "01:15", storage: "lab", guests: [201, 202, 203, 204] },
    "backup-archive": { schedule: "sun 05:00", storage: "archive", guests: [107] },
  };
  world.jobs(jobs, Object.values(jobs).flatMap((job) => job.guests));
  for (let day = 33; day >= 0; day--) {
    world.night(jobs["backup-nightly"], at(first + day, 2, 30), day === 19 ? { 104: "command 'lxc-freeze' failed: exit code 1" } : {});
    if (day > 0) {
      world.night(
        jobs["backup-lab"],
        at(first + day, 1, 15),
        day === 12 || day === 13 ? { 201: "no space left on device", 204: "no space left on device" } : {},
      );
    }
  }
  await world.start(`heartbeat: nightly
\tjob backup-nightly
\turl http://127.0.0.1:${world.port}/api/push/pushSecret4711

heartbeat: lab
\tjob backup-lab
\turl http://127.0.0.1:${world.port}/api/push/pushSecret4711lab

heartbeat: archive
\tjob backup-archive
\turl http://127.0.0.1:${world.port}/api/push/pushSecret4711archive

heartbeat: agent
\tself yes
\turl http://127.0.0.1:${world.port}/api/push/pushSecret4711agent

gotify: phone
\tserver http://127.0.0.1:${world.port}
\ttoken gotifySecret0815

matcher: everything
\ttarget phone
`);
  // What it sees happen is told; what was there before is only learned.
  world.night(jobs["backup-lab"], at(first, 1, 15), { 202: `storage 'lab' is not online <img src=x onerror=alert(1)>` });
  await world.until(() => /lab: failed/.test(world.log) && /phone: .* was not delivered/.test(world.log), "the failure of lab");
  await world.until(() => world.received.some((url) => url.includes("pushSecret4711?")), "the push of nightly");
  return world;
}
