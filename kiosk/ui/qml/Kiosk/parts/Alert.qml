import QtQuick
import KioskGlass

// The sentence that assistive technology is told at once. It stands on the card in print already.
Item {
    id: root

    required property Glass glass

    width: 1
    height: 1
    visible: glass.alert !== ""
    Accessible.role: Accessible.AlertMessage
    Accessible.name: glass.alert
    Accessible.ignored: !visible

    Connections {
        function onAlertChanged() {
            if (root.glass.alert !== "")
                root.Accessible.announce(root.glass.alert, Accessible.Assertive);
        }

        function onTurned() {
            root.Accessible.announce(root.glass.summary, Accessible.Polite);
        }

        target: root.glass
    }
}
