package dev.allclear.watch;

import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Cluster.Resident;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Nodes and guests of the cluster, as the cluster file system tells every node of it: {@code .members} and {@code .vmlist}
 * (made when they are read, so that neither size nor time tells whether they changed; pmxcfs {@code status.c}) and the pools
 * in {@code user.cfg} (PVE {@code PVE/AccessControl.pm}). Handed over when something changed. Single-threaded.
 */
final class ClusterFiles implements HostFiles {
    private static final byte[] NOTHING = {};

    private final Path jobsCfg;
    private final Path hostname;
    private final SightingSink sink;
    private final Blindness blindness;
    private byte[] guests = NOTHING;
    private byte[] members = NOTHING;
    private byte[] users = NOTHING;
    private @Nullable String node;
    private @Nullable Cluster handedOver;

    ClusterFiles(Eyes eyes) {
        this.jobsCfg = eyes.host().jobsCfg();
        this.hostname = eyes.host().proc().resolve("sys/kernel/hostname");
        this.sink = eyes.sink();
        this.blindness = eyes.blindness();
    }

    /** The name of this node: as the cluster has it, else that of the host up to its first dot. */
    String node() {
        String known = node;
        if (known == null) {
            try {
                known = Files.readString(hostname).strip().split("\\.", 2)[0];
            } catch (IOException e) {
                known = "";
            }
        }
        return known.isEmpty() ? "localhost" : known;
    }

    @Override
    public void look() throws InterruptedException {
        Path list = jobsCfg.resolveSibling(".vmlist");
        byte[] membersNow = orNull(jobsCfg.resolveSibling(".members"));
        byte[] guestsNow;
        try {
            guestsNow = SmallFile.read(list);
        } catch (IOException e) {
            // Where there is neither list, jobs.cfg is a copy and there is no cluster to be seen.
            if (Files.isReadable(jobsCfg) && (membersNow != null || !(e instanceof NoSuchFileException))) {
                blind(list, e instanceof NoSuchFileException ? "it does not exist" : Rights.reason(e));
            }
            return;
        }
        byte[] usersNow = pools();
        if (membersNow == null || usersNow == null) {
            return;
        }
        if (Arrays.equals(guests, guestsNow) && Arrays.equals(members, membersNow) && Arrays.equals(users, usersNow)) {
            return;
        }
        try {
            Cluster now = cluster(SmallFile.object(membersNow), SmallFile.object(guestsNow), usersNow);
            guests = guestsNow;
            members = membersNow;
            users = usersNow;
            blindness.over(list.toString());
            if (now != null && !now.equals(handedOver)) {
                handedOver = now;
                sink.see(new Sighting.Nodes(now));
            }
        } catch (JacksonException e) {
            blind(list, "it, or .members beside it, is not what pmxcfs writes");
        }
    }

    private void blind(Path list, String why) throws InterruptedException {
        blindness.begins(
                list.toString(),
                "cannot read " + list + ": " + why
                        + ". Which guests there are and where they live is not known from it, so "
                        + "what a job must cover is told by its logs alone. It belongs to root:www-data with mode 0440: run "
                        + "allclear as root or in group www-data. It is tried again with every full look.");
    }

    private static byte @Nullable [] orNull(Path file) {
        try {
            return SmallFile.read(file);
        } catch (IOException e) {
            return null;
        }
    }

    /** Without the file there are no pools; null when nobody knows. */
    private byte @Nullable [] pools() {
        try {
            return SmallFile.read(jobsCfg.resolveSibling("user.cfg"));
        } catch (NoSuchFileException e) {
            return NOTHING;
        } catch (IOException e) {
            return null;
        }
    }

    /** Null while the node does not know its own name, as right after its start. */
    private @Nullable Cluster cluster(Map<String, Object> told, Map<String, Object> list, byte[] userCfg) {
        String self = SmallFile.text(told, "nodename");
        if (self == null) {
            return null;
        }
        node = self;
        SortedMap<String, Boolean> nodes = new TreeMap<>();
        Map<String, Object> others = SmallFile.object(told, "nodelist");
        others.keySet().forEach(name -> nodes.put(name, isOne(SmallFile.object(others, name), "online")));
        nodes.putIfAbsent(self, true);
        Map<String, Object> cluster = SmallFile.object(told, "cluster");
        boolean quorate = cluster.isEmpty() || isOne(cluster, "quorate");
        return new Cluster(
                nodes, quorate, new TreeSet<>(Set.of(self)), residents(list, new PoolMembers(userCfg)), true);
    }

    private static SortedMap<Integer, Resident> residents(Map<String, Object> list, PoolMembers pools) {
        SortedMap<Integer, Resident> residents = new TreeMap<>();
        Map<String, Object> ids = SmallFile.object(list, "ids");
        ids.keySet().forEach(id -> {
            Map<String, Object> guest = SmallFile.object(ids, id);
            String kind = SmallFile.text(guest, "type");
            String home = SmallFile.text(guest, "node");
            if (kind != null && home != null && id.matches("[1-9][0-9]{0,8}")) {
                int vmid = Integer.parseInt(id);
                residents.put(vmid, new Resident(vmid, kind, home, null, pools.of(vmid)));
            }
        });
        return residents;
    }

    private static boolean isOne(Map<String, Object> in, String name) {
        return "1".equals(SmallFile.text(in, name));
    }

    /** Who is in which pool: lines {@code pool:ID:COMMENT:GUESTS:STORAGES:} of user.cfg. */
    private static final class PoolMembers {
        private static final int ID = 1;
        private static final int GUESTS = 3;

        private final Map<String, Set<String>> poolsOf = new TreeMap<>();

        PoolMembers(byte[] userCfg) {
            new String(userCfg, StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] fields = line.split(":", -1);
                if (fields.length > GUESTS && fields[0].equals("pool")) {
                    for (String guest : fields[GUESTS].split("[,;\\s]+", -1)) {
                        poolsOf.computeIfAbsent(guest, absent -> new TreeSet<>())
                                .add(fields[ID]);
                    }
                }
            });
        }

        Set<String> of(int vmid) {
            return poolsOf.getOrDefault(Integer.toString(vmid), Set.of());
        }
    }
}
