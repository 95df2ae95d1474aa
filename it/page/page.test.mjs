// Looks at the page of the packaged agent as people do: in a browser, wide and narrow, light and dark.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { HOSTILE, SECRETS, fiveWeeks } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const screenshots = join(here, "../target/screenshots");
const PAGES = { overview: "", heartbeat: "heartbeat/lab", run: null, guests: "guests", events: "events", missing: "nothing" };
const SCREENS = {
  light: { viewport: { width: 1200, height: 800 }, colorScheme: "light" },
  dark: { viewport: { width: 1200, height: 800 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2 },
  "phone-dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark", deviceScaleFactor: 2 },
};

let world;
let browser;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  world = await fiveWeeks();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
});

after(async () => {
  await browser?.close();
  await world?.stop();
});

/** Opens a page and gives it to the test, with what the browser complained of. */
async function open(path, screen, work) {
  // axe is put into the page from outside; the page's own policy would not let it in.
  const context = await browser.newContext({ ...screen, bypassCSP: Boolean(screen.bypassCSP) });
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    const elsewhere = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(world.url)) elsewhere.push(request.url());
    });
    const response = await page.goto(world.url + (path ?? (await newestRun())));
    await work(page, response, complaints, elsewhere);
  } finally {
    await context.close();
  }
}

async function newestRun() {
  const html = await (await fetch(world.url + "heartbeat/lab")).text();
  return /href="\/(heartbeat\/lab\/run\/[^"]+)"/.exec(html)[1];
}

describe("what it says", () => {
  test("the overview says first what is wrong", () =>
    open("", SCREENS.light, async (page, response) => {
      assert.equal(response.status(), 200);
      assert.equal(await page.textContent("h1"), "lab is not all-clear.");
      assert.match(await page.title(), /^lab is not all-clear\. · allclear/);
    }));

  test("the overview shows every heartbeat, its last runs, its age, when it is due and why not", () =>
    open("", SCREENS.light, async (page) => {
      assert.deepEqual(await page.locator(".card h3").allTextContents(), ["nightly", "lab", "archive", "agent"]);
      const lab = page.locator(".card", { hasText: "backup-lab" });
      assert.equal(await lab.locator(".bars rect").count(), 30);
      assert.equal(await lab.locator(".bars rect.bad").count(), 3);
      const text = await lab.innerText();
      assert.match(text, /30 runs: 27 all-clear, 3 failed/);
      assert.match(text, /Last all-clear\s+\d+ (h|d) ago/);
      assert.match(text, /Next due\s+in \d+ (h|min|s)/);
      assert.match(text, /guest 202 failed: storage 'lab' is not online/);
    }));

  test("the overview shows sources, targets with what waits for them, and events", () =>
    open("", SCREENS.light, async (page) => {
      const text = await page.innerText("main");
      assert.match(text, /local\s+✓ seeing/);
      assert.match(text, /phone gotify\s+✕ \d+ waiting/);
      assert.match(text, /answered 503/);
      assert.match(await page.locator(".events").innerText(), /lab failed: guest 202 failed/);
    }));

  test("from a red bar one comes to the run and what went wrong in it", () =>
    open("", SCREENS.light, async (page) => {
      await page.locator(".card", { hasText: "backup-lab" }).locator("rect.bad").last().click();
      assert.match(await page.textContent("h1"), /failed/);
      assert.match(await page.innerText("main"), /guest 202 failed: storage 'lab' is not online/);
      assert.match(await page.innerText("main"), /None, because the run is no all-clear\./);
      assert.match(await page.innerText("main"), /vzdump 201 202 203 204 --mode snapshot/);
    }));

  test("a heartbeat's page lists its runs, nodes and guests", () =>
    open("heartbeat/lab", SCREENS.light, async (page) => {
      assert.equal(await page.locator("table").last().locator("tbody tr").count(), 34);
      assert.match(await page.locator("table").last().locator("tbody tr").first().innerText(), /failed\s+\d+ min\s+3\/4/);
      assert.equal(await page.locator(".charts .bars").count(), 2);
      assert.match(await page.innerText(".task"), /pve1/);
    }));

  test("the guests' page has every guest with its age, duration and size", () =>
    open("guests", SCREENS.light, async (page) => {
      assert.equal(await page.locator("tbody tr").count(), 11);
      assert.match(await page.locator("tr", { hasText: "db-main" }).innerText(), /102 db-main[\s\S]*\d+ (h|d) ago[\s\S]*min[\s\S]*GiB/);
    }));

  test("what does not exist is a page that says so", () =>
    open("heartbeat/nobody", SCREENS.light, async (page, response) => {
      assert.equal(response.status(), 404);
      assert.equal(await page.textContent("h1"), "Not here");
    }));
});

describe("what others chose", () => {
  for (const path of ["", "heartbeat/lab", null, "guests", "events"]) {
    test(`is only text on ${path === null ? "a run's page" : "/" + path}`, () =>
      open(path, SCREENS.light, async (page, response, complaints, elsewhere) => {
        await page.mouse.move(300, 300);
        assert.deepEqual(complaints, []);
        assert.deepEqual(elsewhere, []);
        assert.equal(await page.locator("script, main img, main b:has-text('bold'), [onmouseover], [onerror]").count(), 0);
        assert.doesNotMatch(await page.title(), /owned/);
        assert.doesNotMatch(await page.content(), /[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
      }));
  }

  test("is readable as it is", () =>
    open("guests", SCREENS.light, async (page) => {
      const names = await page.locator("tbody th bdi:first-of-type").allTextContents();
      assert.ok(names.includes(HOSTILE[201]), names.join("\n"));
      assert.ok(names.includes(HOSTILE[202]), names.join("\n"));
      assert.ok(names.includes("\uFFFDcod.exe\uFFFD\uFFFD & <b>bold</b>"), names.join("\n"));
    }));

  test("and no secret is anywhere", async () => {
    for (const path of ["", "heartbeat/lab", "heartbeat/nightly", await newestRun(), "guests", "events", "metrics", "healthz"]) {
      const response = await fetch(world.url + path);
      const all = (await response.text()) + JSON.stringify([...response.headers]);
      for (const secret of SECRETS) assert.ok(!all.includes(secret), `${secret} in /${path}`);
    }
  });
});

describe("who reads it", () => {
  for (const [screen, options] of Object.entries(SCREENS)) {
    for (const [name, path] of Object.entries(PAGES)) {
      test(`${name} on ${screen} has no sideways scrolling and nothing that axe finds fault with`, () =>
        open(path, { ...options, bypassCSP: true }, async (page) => {
          await page.screenshot({ path: join(screenshots, `${name}-${screen}.png`), fullPage: true });
          const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(overhang <= 0, `${overhang} px too wide`);
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => window.axe.run());
          assert.deepEqual(
            violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`),
            [],
          );
        }));
    }
  }

  test("a dark screen gets a dark page", async () => {
    const paper = async (screen) => {
      let colour;
      await open("", screen, async (page) => {
        colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      });
      return colour.match(/\d+/g).slice(0, 3).map(Number);
    };
    assert.ok(Math.max(...(await paper(SCREENS.dark))) < 60);
    assert.ok(Math.min(...(await paper(SCREENS.light))) > 200);
  });

  test("the keyboard comes to the content first, and sees where it is", () =>
    open("", SCREENS.light, async (page) => {
      await page.keyboard.press("Tab");
      const skip = page.locator(":focus");
      assert.equal(await skip.textContent(), "Skip to the content");
      assert.ok((await skip.boundingBox()).x >= 0);
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "main");
      await page.keyboard.press("Tab");
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none");
    }));
});
