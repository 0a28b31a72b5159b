// While a run trains, the page asks the program for what is new. An answer waits until there is something.

class Live {
  constructor(data, show) {
    Object.assign(this, { show, version: data.live.version });
    this.word = element("strong", { role: "status" }, "Live");
    this.text = element("span", {});
    this.element = element("p", { class: "live" }, element("span", { class: "pulse", "aria-hidden": "true" }), this.word, " ", this.text);
    this.kept = new Map();
    this.say(data);
    if (data.live.ended) this.end();
    else this.keep(data).then(() => { show(data); this.follow(); });
  }

  /** Keeps the pictures with the page: the slider goes through them when the program has ended, too. */
  async keep(data) {
    for (const picture of data.runs[0].pictures) {
      const address = picture.source;
      if (!this.kept.has(address)) {
        try {
          const answer = await fetch(address);
          if (answer.ok) this.kept.set(address, URL.createObjectURL(await answer.blob()));
        } catch {
          return;
        }
      }
      picture.source = this.kept.get(address) ?? address;
    }
  }

  say(data) {
    const run = data.runs[0];
    this.text.textContent = run.lastStep ? `Step ${grouped(run.lastStep)}${run.lastEpoch ? `, epoch ${run.lastEpoch}` : ""}` : "No step is logged yet.";
  }

  end() {
    this.element.classList.add("over");
    this.word.textContent = "The training has ended.";
    this.text.textContent = "This page stays as it is; 'dcgan report' makes a file of it.";
  }

  async follow() {
    let failures = 0;
    for (;;) {
      try {
        const answer = await fetch(`data.json?after=${this.version}`, { cache: "no-store" });
        if (answer.status === 200) {
          const data = await answer.json();
          this.version = data.live.version;
          await this.keep(data);
          this.show(data);
          this.say(data);
          if (data.live.ended) return this.end();
        } else if (answer.status !== 204) throw new Error(String(answer.status));
        failures = 0;
        this.element.classList.remove("lost");
        if (this.word.textContent !== "Live") this.word.textContent = "Live";
      } catch {
        failures += 1;
        this.element.classList.add("lost");
        this.word.textContent = failures < 3 ? "Asking again" : "The training has ended, or does not answer.";
      }
      await new Promise((done) => setTimeout(done, failures ? Math.min(15000, 1000 * failures) : 1000));
    }
  }
}
