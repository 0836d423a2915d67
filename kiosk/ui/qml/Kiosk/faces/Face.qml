import QtQuick
import Kiosk
import KioskGlass

// Every face, for fingers, keyboards and assistive technology; what is drawn is the scene.
FocusScope {
    id: root

    required property Glass glass
    required property color plane

    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Room display")
    Accessible.description: glass.summary
    Keys.onPressed: event => {
        root.glass.touched(false);
        event.accepted = false;
    }
    Keys.onRightPressed: step(!Theme.mirrored)
    Keys.onDownPressed: step(true)
    Keys.onLeftPressed: step(Theme.mirrored)
    Keys.onUpPressed: step(false)

    function step(on: bool) {
        root.glass.touched(false);
        (root.Window.activeFocusItem ?? root).nextItemInFocusChain(on).forceActiveFocus(Qt.TabFocusReason);
    }

    PointHandler {
        onActiveChanged: if (active)
            root.glass.touched(false)
    }

    Scene {
        id: scene

        anchors.fill: parent
        glass: root.glass
        plane: root.plane
        transform: Mirror {
            item: scene
        }
    }

    Alert {
        glass: root.glass
    }
}
