package dev.allclear.event;

import dev.allclear.event.Block.Paragraph;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import java.util.Optional;

/** The event of a certificate that could not be renewed; of one that could there is nothing to tell. */
final class AcmeEvent {

    private AcmeEvent() {}

    static Optional<Event> of(TaskOutcome outcome, TaskScene scene) {
        TaskDraft draft = new TaskDraft(outcome, scene, "acme");
        if (!draft.failed()) {
            return Optional.empty();
        }
        boolean pbs = outcome.upid().product() == Upid.Product.PBS;
        draft.say((pbs ? "Proxmox Backup Server" : "Proxmox VE") + " on " + draft.fqdn()
                + " was not able to renew a TLS certificate.");
        draft.add(new Paragraph("Error: " + draft.error()));
        draft.log();
        String web = scene.web();
        if (pbs) {
            draft.link((web == null ? "https://" + draft.fqdn() + ":8007" : web) + "/#pbsCertificateConfiguration");
        } else if (web != null) {
            draft.link(web);
        }
        return Optional.of(draft.event(Severity.ERROR, "Could not renew certificate"));
    }
}
