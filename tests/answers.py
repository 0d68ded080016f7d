"""An answer to a consultation of our own: it says nothing that a body has said."""

from __future__ import annotations

ANSWER = """\
Nämnden ställer sig bakom förslaget men vill framhålla några frågor som behöver övervägas.
Det är angeläget att varje verksamhet får ett tydligt uppdrag, och att ansvaret för samordningen
läggs på en bestämd funktion. Utan en sådan ordning riskerar arbetet att stanna vid goda avsikter.

Erfarenheterna visar att medarbetare ofta är osäkra på hur de ska ställa frågor om utsatthet och
vad de får göra med svaren. Därför bör utbildningen börja med de grupper som möter flest barn och
vuxna, till exempel förskollärare, skolsköterskor, handläggare och boendestödjare. Nyanställda bör
genomgå den under sitt första år, och den behöver återkomma med jämna mellanrum.

Det förebyggande arbetet är svagt beskrivet. Nämnden saknar åtgärder som riktar sig till pojkar
och unga män, och föreslår att fritidsgårdar, idrottsföreningar och ungdomsmottagningar nämns.
Äldre personer och personer med funktionsnedsättning är beroende av dem som hjälper dem i hemmet;
våldet upptäcks därför sällan. Hemtjänstens personal måste veta vart den ska vända sig.

Uppföljningen bygger på nyckeltal som mäter hur många ärenden som har öppnats. Sådana uppgifter
säger mer om benägenheten att anmäla än om hur våldet förändras. Nämnden föreslår att de
kompletteras med frågor till dem som har fått stöd: blev de trodda, fick de hjälp i rätt tid, och
känner de sig trygga i dag? Könsuppdelad statistik ska vara utgångspunkten.

Kostnaderna för de nya åtaganden som följer av programmet är inte beräknade. Om medel inte
tillförs måste andra uppgifter stå tillbaka, vilket bör framgå av beslutet. Samverkan med
frivilligorganisationer och kvinnojourer förutsätter långsiktiga överenskommelser, eftersom
tillfälliga bidrag gör det svårt att behålla erfaren personal.

Skyddade boenden behöver platser för kvinnor med missbruk, för dem som har söner i tonåren och för
dem som flyr med husdjur. Nämnden vill också påminna om att tolkar, översatt material och lättläst
svenska är en förutsättning för att informationen ska nå fram. Sammantaget välkomnas förslaget."""
"""No repair was ever fitted to it."""

WITHOUT = str.maketrans("åäöÅÄÖ", "aaoAAO")
"""What a scanner without Swedish makes of its letters, at best."""
